CREATE TABLE a_table_with_a_name_that_is_nearly_too_long_for_its_own_good_yes (
  a_column_with_a_name_that_is_just_as_long_as_it_may_be_in_this_server int UNIQUE, b serial, c int CHECK (c > 1));
CREATE INDEX ON a_table_with_a_name_that_is_nearly_too_long_for_its_own_good_yes (a_column_with_a_name_that_is_just_as_long_as_it_may_be_in_this_server, b);
CREATE TABLE "Weird ""Name" ("Select" int, "ünïcode" text);
ALTER TABLE "Weird ""Name" RENAME COLUMN "Select" TO "sELECT";
