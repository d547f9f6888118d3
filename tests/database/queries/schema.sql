CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE people (id bigserial PRIMARY KEY, name text NOT NULL, email text UNIQUE, mood mood, born date);
CREATE TABLE orders (id bigserial PRIMARY KEY, person_id bigint NOT NULL REFERENCES people, total numeric NOT NULL,
  note text, tags text[], UNIQUE (person_id, note));
CREATE UNIQUE INDEX people_low ON people (lower(name), coalesce(born, '2000-01-01'::date));
CREATE VIEW summary AS SELECT p.id, p.name, count(o.id) AS orders FROM people p LEFT JOIN orders o ON o.person_id = p.id
  GROUP BY p.id, p.name;
CREATE FUNCTION twice(a int) RETURNS int LANGUAGE sql AS 'SELECT a * 2';
