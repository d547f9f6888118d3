CREATE TABLE orders (id bigserial PRIMARY KEY, v int);
CREATE INDEX orders_v ON orders (v);
CREATE TABLE orders_new (LIKE orders INCLUDING ALL);
ALTER TABLE orders RENAME TO orders_old;
ALTER TABLE orders_new RENAME TO orders;
DROP TABLE orders_old CASCADE;
