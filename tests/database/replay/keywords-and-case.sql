CREATE TABLE "User" ("order" int, Value TEXT, "Value" text, USERNAME varchar(30) NOT NULL);
ALTER TABLE "User" RENAME COLUMN Value TO val;
CREATE UNIQUE INDEX ON "User" (lower(USERNAME));
CREATE TABLE "user" (id int REFERENCES "user" (id), PRIMARY KEY (id));
