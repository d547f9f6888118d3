CREATE TABLE t (a int, b varchar(10), c text, d timestamp, e serial, f int DEFAULT 1);
ALTER TABLE t ALTER a TYPE bigint, ALTER COLUMN b SET DATA TYPE text, ALTER c TYPE int USING c::int;
ALTER TABLE t ALTER d TYPE timestamptz(3) USING d AT TIME ZONE 'utc', ALTER e TYPE bigint, ALTER f DROP DEFAULT, ALTER f TYPE varchar(3), ALTER f SET DEFAULT 'x';
CREATE VIEW v AS SELECT b FROM t;
