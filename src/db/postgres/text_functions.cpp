#include "db/postgres/function_parts.hpp"

namespace kith::db::postgres {

std::string_view text_functions() {
    return R"sql(
-- An empty text is no value, nor is one that is longer than formulas give.
CREATE OR REPLACE FUNCTION kith_kept(t text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF octet_length(t) BETWEEN 1 AND 100000 THEN RETURN t; END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION kith_concat(VARIADIC parts text[]) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  RETURN kith.kith_kept(array_to_string(parts, ''));
END $$;
CREATE OR REPLACE FUNCTION kith_upper(t text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT kith.kith_kept(upper(t COLLATE "und-x-icu"))
$$;
CREATE OR REPLACE FUNCTION kith_lower(t text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT kith.kith_kept(lower(t COLLATE "und-x-icu"))
$$;
CREATE OR REPLACE FUNCTION kith_trim(t text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT kith.kith_kept(btrim(t, E' \t\r\n\f\x0B\u00A0\uFEFF'))
$$;
CREATE OR REPLACE FUNCTION kith_len(t text) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(char_length(t), 0)::bigint
$$;
CREATE OR REPLACE FUNCTION kith_left(t text, count bigint) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  RETURN kith.kith_kept("left"(t, greatest(least(count, 1000000000), 0)::int));
END $$;
CREATE OR REPLACE FUNCTION kith_right(t text, count bigint) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  RETURN kith.kith_kept("right"(t, greatest(least(count, 1000000000), 0)::int));
END $$;
CREATE OR REPLACE FUNCTION kith_mid(t text, first bigint, count bigint) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF first < 1 OR count <= 0 THEN RETURN NULL; END IF;
  RETURN kith.kith_kept(substr(t, least(first, 1000000000)::int, least(count, 1000000000)::int));
END $$;
-- Without regard to case and diacritics; signs alone as they are.
CREATE OR REPLACE FUNCTION kith_contains(t text, part text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  wanted text := kith.kith_fold(part);
BEGIN
  IF wanted = '' THEN RETURN coalesce(part <> '' AND strpos(t COLLATE "C", part) > 0, false); END IF;
  RETURN coalesce(strpos(kith.kith_fold(t) COLLATE "C", wanted) > 0, false);
END $$;
CREATE OR REPLACE FUNCTION kith_starts_with(t text, part text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  wanted text := kith.kith_fold(part);
BEGIN
  IF wanted = '' THEN RETURN coalesce(part <> '' AND starts_with(t COLLATE "C", part), false); END IF;
  RETURN coalesce(starts_with(kith.kith_fold(t) COLLATE "C", wanted), false);
END $$;
CREATE OR REPLACE FUNCTION kith_ends_with(t text, part text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  wanted text := kith.kith_fold(part);
BEGIN
  IF wanted = '' THEN RETURN coalesce(part <> '' AND "right"(t, char_length(part)) = part COLLATE "C", false); END IF;
  RETURN coalesce("right"(kith.kith_fold(t), char_length(wanted)) = wanted COLLATE "C", false);
END $$;
-- Of a multi-select, a JSON list.
CREATE OR REPLACE FUNCTION kith_has_choice(list jsonb, choice text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(jsonb_exists(list, nullif(choice, '')), false)
$$;
CREATE OR REPLACE FUNCTION kith_replace(t text, part text, by text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  without text;
  size bigint;
BEGIN
  IF t IS NULL OR coalesce(part, '') = '' THEN RETURN t; END IF;
  without := replace(t COLLATE "C", part, '');
  size := octet_length(without) + (octet_length(t) - octet_length(without))::bigint / octet_length(part) * coalesce(octet_length(by), 0);
  IF size NOT BETWEEN 1 AND 100000 THEN RETURN NULL; END IF;
  RETURN replace(t COLLATE "C", part, coalesce(by, ''));
END $$;
CREATE OR REPLACE FUNCTION kith_text(a bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT a::text $$;
-- Without an exponent where that is readable. PostgreSQL's own text may have a digit more than it takes to tell the number
-- from its neighbours.
CREATE OR REPLACE FUNCTION kith_text(a double precision) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET extra_float_digits = 1 AS $$
DECLARE
  shown text := abs(a)::text;
  digits int;
  whole text;
BEGIN
  IF a = 0 THEN RETURN '0'; END IF;
  IF abs(a) >= 1e-6 AND abs(a) < 1e-4 THEN RETURN a::text::numeric::text; END IF;
  IF abs(a) < 1e15 OR abs(a) > 1e40 THEN RETURN a::text; END IF;
  digits := char_length(replace(split_part(shown, 'e', 1), '.', ''));
  IF digits < 16 THEN RETURN a::text; END IF;
  whole := round(shown::numeric, digits - 2 - split_part(shown, 'e+', 2)::int)::text;
  IF whole::double precision <> abs(a) THEN RETURN a::text; END IF;
  shown := rtrim(substr(whole, 2), '0');
  RETURN CASE WHEN a < 0 THEN '-' ELSE '' END || "left"(whole, 1) || CASE WHEN shown = '' THEN '' ELSE '.' END || shown || 'e+' || (char_length(whole) - 1);
END $$;
CREATE OR REPLACE FUNCTION kith_boolean_text(a boolean) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE a WHEN true THEN 'true' WHEN false THEN 'false' END
$$;
CREATE OR REPLACE FUNCTION kith_number(t text) RETURNS double precision LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  trimmed text := btrim(t, E' \t\r\n\f\x0B\u00A0\uFEFF');
  power int;
  size int;
BEGIN
  IF octet_length(trimmed) > 100000 OR trimmed COLLATE "C" !~ '^-?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$' THEN RETURN NULL; END IF;
  -- Of zero no exponent matters; of others it is told before the cast, which would fail.
  IF split_part(lower(trimmed COLLATE "C"), 'e', 1) !~ '[1-9]' THEN RETURN 0; END IF;
  IF octet_length(trimmed) > 15 OR trimmed COLLATE "C" ~ '[eE]' THEN
    IF ltrim(split_part(lower(trimmed COLLATE "C"), 'e', 2), '+-0') ~ '^[0-9]{7}' THEN RETURN NULL; END IF;
    power := coalesce(nullif(split_part(lower(trimmed COLLATE "C"), 'e', 2), '')::int, 0);
    size := kith.kith_magnitude(split_part(lower(trimmed COLLATE "C"), 'e', 1)) + power;
    IF size > 309 OR size < -323 THEN RETURN NULL; END IF;
    IF abs(trimmed::numeric) >= 179769313486231580793728971405303415079934132710037826936173778980444968292764750946649017977587207096330286416692887910946555547851940402630657488671505820681908902000708383676273854845817711531764475730270069855571366959622842914819860834936475292719074168444365510704342711559699508093042880177904174497792 THEN RETURN NULL; END IF;
    IF abs(trimmed::numeric) <= 2.4703282292062327e-324 THEN RETURN NULL; END IF;
  END IF;
  RETURN trimmed::double precision;
END $$;
)sql"
           R"sql(
-- How many digits stand before the point of a plain number; below zero: so many zeros come first after it.
CREATE OR REPLACE FUNCTION kith_magnitude(t text) RETURNS int LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  whole text := ltrim(split_part(t, '.', 1), '-0');
  rest text := split_part(t, '.', 2);
BEGIN
  IF whole <> '' THEN RETURN length(whole); END IF;
  RETURN length(ltrim(rest, '0')) - length(rest);
END $$;
-- Of rich text as it is kept (base/rich_text): one line a block, items of a list with "- " before them.
CREATE OR REPLACE FUNCTION kith_plain(html text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  t text := html;
BEGIN
  IF t COLLATE "C" !~ '<[A-Za-z/!?]' THEN RETURN kith.kith_kept(t); END IF;
  -- Control characters, which kept text has none of, stand for the ends of lines (1) and the signs of items (2).
  t := regexp_replace(t COLLATE "C", '<li>', E'\x01\x02', 'g');
  t := regexp_replace(t COLLATE "C", '</?(p|h[1-3]|pre|blockquote|[uo]l|li)>|<br>', E'\x01', 'g');
  t := regexp_replace(t COLLATE "C", '<[^>]*>', '', 'g');
  t := regexp_replace(t COLLATE "C", E' +\x01', E'\x01', 'g');
  t := regexp_replace(t COLLATE "C", E'\x02\x01+', E'\x02', 'g');
  t := regexp_replace(t COLLATE "C", E'\x01+', E'\n', 'g');
  t := replace(ltrim(t, E'\n') COLLATE "C", E'\x02', '- ');
  t := replace(replace(replace(replace(t COLLATE "C", '&lt;', '<'), '&gt;', '>'), '&quot;', '"'), '&amp;', '&');
  RETURN kith.kith_kept(btrim(t, E' \t\r\n\f\x0B\u00A0\uFEFF'));
END $$;
)sql";
}

}  // namespace kith::db::postgres
