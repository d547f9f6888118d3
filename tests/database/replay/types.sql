CREATE TABLE t (
  a int, b integer, c int4, d bigint, e int8, f smallint, g serial, h bigserial, i smallserial PRIMARY KEY,
  j numeric, k numeric(10), l decimal(10, 2), m real, n float, o float(24), p float(25), q double precision,
  r varchar, s varchar(20), t char, u char(3), v character varying(7), w text, x bpchar, y "char", z name,
  aa bit, ab bit(4), ac bit varying, ad bit varying(9), ae bytea, af uuid, ag json, ah jsonb, ai xml, aj inet,
  ak timestamp, al timestamp(3), am timestamptz, an timestamp(0) with time zone, ao time, ap timetz(2), aq date,
  ar interval, as_ interval(3), at interval year to month, au int[], av text[][], aw varchar(4)[3], ax int array,
  ay numeric(4,1)[], az pg_catalog.int4, ba int4range, bb tstzmultirange, bc oid, bd regclass, be money, bf point,
  bg national character varying(5), bh boolean, bi bool, bj dec, bk interval day to second(2), bl serial8, bm pg_lsn)
