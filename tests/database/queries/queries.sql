-- name: ById :one
SELECT id, name, email FROM people WHERE id = $1;
-- name: Everything :many
SELECT * FROM orders;
-- name: Starred :many
SELECT o.*, p.name FROM orders o JOIN people p ON p.id = o.person_id;
-- name: Bare :many
SELECT name, total, note FROM people JOIN orders ON person_id = people.id ORDER BY total;
-- name: Using :many
SELECT id, a.name FROM people a JOIN people b USING (id);
-- name: Cte :many
WITH big AS (SELECT person_id, total FROM orders WHERE total > 10), named (who, sum) AS (SELECT person_id, sum(total)
  FROM big GROUP BY 1) SELECT who, sum FROM named;
-- name: Recursive :many
WITH RECURSIVE up AS (SELECT id, person_id FROM orders WHERE id = 1 UNION ALL SELECT o.id, o.person_id FROM orders o
  JOIN up ON up.id = o.person_id) SELECT id FROM up;
-- name: View :many
SELECT id, orders FROM summary WHERE name = 'x';
-- name: Exists :many
SELECT p.name FROM people p WHERE EXISTS (SELECT FROM orders WHERE person_id = p.id AND note IS NULL);
-- name: Lateral :many
SELECT p.id, l.total FROM people p, LATERAL (SELECT total FROM orders o WHERE o.person_id = p.id LIMIT 1) l;
-- name: Add :one
INSERT INTO orders (person_id, total, note) VALUES ($1, $2, $3) RETURNING id, total;
-- name: Upsert :exec
INSERT INTO people (name, email) VALUES ($1, $2) ON CONFLICT (email) DO UPDATE SET name = excluded.name
  WHERE people.mood <> 'sad';
-- name: UpsertByName :exec
INSERT INTO orders (person_id, total) VALUES (1, 1) ON CONFLICT ON CONSTRAINT orders_person_id_note_key DO NOTHING;
-- name: UpsertLow :exec
INSERT INTO people (name, born) VALUES ($1, $2)
  ON CONFLICT (COALESCE(born, '2000-01-01'::DATE), lower(name)) DO UPDATE SET mood = 'ok';
-- name: Change :exec
UPDATE orders SET total = total + 1, note = $2 FROM people p WHERE p.id = orders.person_id AND p.email = $1;
-- name: Remove :exec
DELETE FROM orders USING people WHERE people.id = person_id AND born IS NULL RETURNING orders.note;
-- name: Moody :many
SELECT count(*) FROM people WHERE mood = 'ok'::mood;
-- name: Twice :one
SELECT twice(3), cardinality(tags) FROM orders;
-- name: Window :many
SELECT id, rank() OVER (PARTITION BY person_id ORDER BY total DESC) AS place FROM orders ORDER BY place;
-- name: Union :many
SELECT id FROM people UNION SELECT person_id FROM orders ORDER BY id;
-- name: Quoted :many
SELECT "o"."total" AS "Total" FROM "public"."orders" AS "o" GROUP BY "Total";
-- name: Aliased :many
SELECT x.a, x.b FROM people AS x (a, b);
-- name: Case :many
SELECT CASE WHEN note IS NULL THEN 'none' ELSE note END AS note, coalesce(tags[1], 'x') FROM orders WHERE note = ANY($1);
