CREATE SCHEMA app;
CREATE SCHEMA IF NOT EXISTS app;
CREATE TABLE app.t (id int PRIMARY KEY);
CREATE TYPE app.kind AS ENUM ('a');
CREATE TABLE t (id int, k app.kind);
SET search_path = app, public;
CREATE TABLE u (id int, k kind);
CREATE VIEW v AS SELECT id FROM t;
