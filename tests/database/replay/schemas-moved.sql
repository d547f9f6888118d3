CREATE SCHEMA app;
CREATE TABLE app.t (id serial PRIMARY KEY, x int CHECK (x > 0));
CREATE INDEX ON app.t (x);
ALTER TABLE app.t SET SCHEMA public;
ALTER SCHEMA app RENAME TO lib;
CREATE TABLE lib.t (id int REFERENCES public.t);
CREATE TYPE lib.k AS ENUM ('a');
ALTER TYPE lib.k SET SCHEMA public;
CREATE TABLE z (k k);
