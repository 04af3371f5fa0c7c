#include "db/postgres/function_parts.hpp"

namespace kith::db::postgres {

/// Days and moments outside the years 1000 to 9999 are none, as in base/calc.
std::string_view date_functions() {
    return R"sql(
CREATE OR REPLACE FUNCTION kith_date(year bigint, month bigint, day bigint) RETURNS date
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  first date;
BEGIN
  IF year NOT BETWEEN 1000 AND 9999 OR month NOT BETWEEN 1 AND 12 OR day NOT BETWEEN 1 AND 31 THEN RETURN NULL; END IF;
  first := make_date(year::int, month::int, 1);
  IF day > 28 AND day > extract(day FROM first + interval '1 month' - interval '1 day') THEN RETURN NULL; END IF;
  RETURN first + (day - 1)::int;
END $$;
CREATE OR REPLACE FUNCTION kith_day_kept(d date) RETURNS date LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF d BETWEEN '1000-01-01' AND '9999-12-31' THEN RETURN d; END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION kith_year(d date) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT extract(year FROM kith.kith_day_kept(d))::bigint
$$;
CREATE OR REPLACE FUNCTION kith_quarter(d date) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT extract(quarter FROM kith.kith_day_kept(d))::bigint
$$;
CREATE OR REPLACE FUNCTION kith_month(d date) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT extract(month FROM kith.kith_day_kept(d))::bigint
$$;
CREATE OR REPLACE FUNCTION kith_day(d date) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT extract(day FROM kith.kith_day_kept(d))::bigint
$$;
CREATE OR REPLACE FUNCTION kith_weekday(d date) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT extract(isodow FROM kith.kith_day_kept(d))::bigint
$$;
CREATE OR REPLACE FUNCTION kith_week(d date) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT extract(week FROM kith.kith_day_kept(d))::bigint
$$;
CREATE OR REPLACE FUNCTION kith_add_days(d date, days bigint) RETURNS date LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF days BETWEEN -4000000 AND 4000000 AND d BETWEEN '1000-01-01' AND '9999-12-31' AND d - date '1000-01-01' + days >= 0 THEN
    RETURN kith.kith_day_kept(d + days::int);
  END IF;
  RETURN NULL;
END $$;
-- The same day so many months on, or that month's last day.
CREATE OR REPLACE FUNCTION kith_add_months(d date, months bigint) RETURNS date LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF months NOT BETWEEN -120000 AND 120000 OR kith.kith_day_kept(d) IS NULL THEN RETURN NULL; END IF;
  IF extract(year FROM d) + months / 12 NOT BETWEEN 999 AND 10000 THEN RETURN NULL; END IF;
  RETURN kith.kith_day_kept((d + make_interval(months => months::int))::date);
END $$;
CREATE OR REPLACE FUNCTION kith_days_between(a date, b date) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (kith.kith_day_kept(b) - kith.kith_day_kept(a))::bigint
$$;
CREATE OR REPLACE FUNCTION kith_months_between(a date, b date) RETURNS bigint LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  first date := least(a, b);
  last date := greatest(a, b);
  months int;
BEGIN
  IF kith.kith_day_kept(a) IS NULL OR kith.kith_day_kept(b) IS NULL THEN RETURN NULL; END IF;
  months := (extract(year FROM last) - extract(year FROM first)) * 12 + extract(month FROM last) - extract(month FROM first);
  IF first + make_interval(months => months) > last THEN months := months - 1; END IF;
  RETURN CASE WHEN b < a THEN -months ELSE months END;
END $$;
-- The microseconds since 1970, and back.
CREATE OR REPLACE FUNCTION kith_micros(m timestamptz) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (extract(epoch FROM m AT TIME ZONE 'UTC') * 1000000)::bigint
$$;
CREATE OR REPLACE FUNCTION kith_moment(micros bigint) RETURNS timestamptz LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  RETURN (timestamp '1970-01-01' + make_interval(days => (micros / 86400000000)::int) + (micros % 86400000000) * interval '1 microsecond') AT TIME ZONE 'UTC';
END $$;
CREATE OR REPLACE FUNCTION kith_moment_kept(m timestamptz) RETURNS timestamptz LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF m >= '1000-01-01 00:00:00+00' AND m < '10000-01-01 00:00:00+00' THEN RETURN m; END IF;
  RETURN NULL;
END $$;
-- What a clock there shows.
CREATE OR REPLACE FUNCTION kith_clock(m timestamptz, zone text) RETURNS timestamp LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT kith.kith_moment_kept(m) AT TIME ZONE coalesce(nullif(zone, ''), 'UTC')
$$;
CREATE OR REPLACE FUNCTION kith_local_date(m timestamptz, zone text) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT kith.kith_day_kept(kith.kith_clock(m, zone)::date)
$$;
CREATE OR REPLACE FUNCTION kith_hour(m timestamptz, zone text) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT extract(hour FROM kith.kith_clock(m, zone))::bigint
$$;
CREATE OR REPLACE FUNCTION kith_add_minutes(m timestamptz, minutes bigint) RETURNS timestamptz
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF minutes NOT BETWEEN -5000000000 AND 5000000000 OR kith.kith_moment_kept(m) IS NULL THEN RETURN NULL; END IF;
  IF kith.kith_micros(m) + minutes * 60000000 NOT BETWEEN -100000000000000000 AND 300000000000000000 THEN RETURN NULL; END IF;
  RETURN kith.kith_moment_kept(kith.kith_moment(kith.kith_micros(m) + minutes * 60000000));
END $$;
CREATE OR REPLACE FUNCTION kith_minutes_between(a timestamptz, b timestamptz) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (kith.kith_micros(kith.kith_moment_kept(b)) - kith.kith_micros(kith.kith_moment_kept(a))) / 60000000
$$;
CREATE OR REPLACE FUNCTION kith_hours_between(a timestamptz, b timestamptz) RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (kith.kith_micros(kith.kith_moment_kept(b)) - kith.kith_micros(kith.kith_moment_kept(a)))::double precision / 3600000000::double precision
$$;
-- Whatever DateStyle says.
CREATE OR REPLACE FUNCTION kith_date_text(d date) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  RETURN to_char(kith.kith_day_kept(d), 'YYYY-MM-DD');
END $$;
CREATE OR REPLACE FUNCTION kith_moment_text(m timestamptz, zone text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  clock timestamp := kith.kith_clock(m, zone);
BEGIN
  -- A zone's clock may show another year than the moment's own.
  RETURN lpad(extract(year FROM clock)::text, 4, '0') || to_char(clock, '-MM-DD HH24:MI');
END $$;
)sql";
}

}  // namespace kith::db::postgres
