create /* a /* nested */ comment */ table t(a int--;
,b text default ';'
) ; ;; create table "a;b" (c text default $$;$$, d text default $x$ $$;$$ $x$, e text default E'\';', f text default U&'\0041', g bytea default '\x00');
