#include "db/postgres/function_parts.hpp"

namespace kith::db::postgres {

/// PostgreSQL refuses real results that are too large or too small for the type; here the first are empty and the
/// others zero, as the processor has it. Whether they would be is asked of the operands scaled by powers of two,
/// which is exact.
std::string_view number_functions() {
    return R"sql(
CREATE OR REPLACE FUNCTION kith_add(a bigint, b bigint) RETURNS bigint LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF b >= 0 THEN
    IF a > 9223372036854775807 - b THEN RETURN NULL; END IF;
  ELSIF a < -9223372036854775808 - b THEN
    RETURN NULL;
  END IF;
  RETURN a + b;
END $$;
CREATE OR REPLACE FUNCTION kith_sub(a bigint, b bigint) RETURNS bigint LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF b <= 0 THEN
    IF a > 9223372036854775807 + b THEN RETURN NULL; END IF;
  ELSIF a < -9223372036854775808 + b THEN
    RETURN NULL;
  END IF;
  RETURN a - b;
END $$;
-- A whole number of any size as one of 63 bits.
CREATE OR REPLACE FUNCTION kith_whole(a numeric) RETURNS bigint LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF a BETWEEN -9223372036854775808 AND 9223372036854775807 THEN RETURN a; END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION kith_mul(a bigint, b bigint) RETURNS bigint LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF a BETWEEN -2147483647 AND 2147483647 AND b BETWEEN -2147483647 AND 2147483647 THEN RETURN a * b; END IF;
  RETURN kith.kith_whole(a::numeric * b);
END $$;
CREATE OR REPLACE FUNCTION kith_add(a double precision, b double precision) RETURNS double precision
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF abs(a) < 8.98846567431158e307 AND abs(b) < 8.98846567431158e307 OR abs(a) < 1 OR abs(b) < 1 THEN RETURN a + b; END IF;
  IF abs(a / 2 + b / 2) < 8.98846567431158e307 THEN RETURN a + b; END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION kith_sub(a double precision, b double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT kith.kith_add(a, -b) $$;
CREATE OR REPLACE FUNCTION kith_mul(a double precision, b double precision) RETURNS double precision
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  up constant double precision := 1.3407807929942597e154;  -- 2^512
  down constant double precision := 7.458340731200207e-155;  -- 2^-512
BEGIN
  IF a = 0 OR b = 0 THEN RETURN 0; END IF;
  IF abs(a) < 1 AND abs(b) < 1 THEN
    IF abs(b) * up <= 4.440892098500626e-16 / (abs(a) * up) THEN RETURN 0; END IF;
  ELSIF abs(a) > 1 AND abs(b) > 1 THEN
    IF (abs(a) * down) * (abs(b) * down) >= 1 THEN RETURN NULL; END IF;
  END IF;
  RETURN a * b;
END $$;
CREATE OR REPLACE FUNCTION kith_div(a double precision, b double precision) RETURNS double precision
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  up constant double precision := 1.3407807929942597e154;
  down constant double precision := 7.458340731200207e-155;
BEGIN
  IF b = 0 THEN RETURN NULL; END IF;
  IF abs(b) < 1 AND abs(a) >= 4.440892098500626e-16 THEN
    IF abs(a) * down >= abs(b) * up / 2 THEN
      IF abs(a) * down >= abs(b) * up * 2 THEN RETURN NULL; END IF;
      IF (abs(a) * down) / (abs(b) * up) >= 1 THEN RETURN NULL; END IF;
    END IF;
  ELSIF abs(b) > 1 AND abs(a) < 1 AND a <> 0 THEN
    IF abs(a) * up <= 4.440892098500626e-16 * (abs(b) * down) THEN RETURN 0; END IF;
  END IF;
  RETURN a / b;
END $$;
-- The real number itself, to its last digit; PostgreSQL's own cast keeps fifteen.
CREATE OR REPLACE FUNCTION kith_exact(a double precision) RETURNS numeric LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  rest double precision := a;
  whole double precision;
  unit numeric := 1;
  n numeric := 0;
BEGIN
  WHILE abs(rest) >= 4611686018427387904 LOOP
    rest := rest / 4294967296;
    unit := unit * 4294967296;
  END LOOP;
  LOOP
    whole := trunc(rest);
    n := n + whole::bigint * unit;
    rest := rest - whole;
    EXIT WHEN rest = 0;
    rest := rest * 4294967296;
    unit := unit * 0.00000000023283064365386962890625;
  END LOOP;
  RETURN n;
END $$;
-- As a number of 64 binary digits is nearest to it (halves to the even one), which is what the other engine reckons amounts in.
CREATE OR REPLACE FUNCTION kith_round64(a numeric) RETURNS numeric LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  digits int;
  scaled numeric;
  n numeric;
BEGIN
  IF abs(a) < 1e-30 OR abs(a) >= 18446744073709551616 THEN RETURN a; END IF;
  digits := 63 - floor(ln(abs(a)::double precision) / ln(2::double precision));
  scaled := abs(a) * 2::numeric ^ digits;
  IF scaled >= 18446744073709551616 THEN
    digits := digits - 1;
    scaled := abs(a) * 2::numeric ^ digits;
  ELSIF scaled < 9223372036854775808 THEN
    digits := digits + 1;
    scaled := abs(a) * 2::numeric ^ digits;
  END IF;
  n := trunc(scaled);
  IF scaled - n > 0.5 OR scaled - n = 0.5 AND n % 2 = 1 THEN n := n + 1; END IF;
  IF digits <= 0 THEN RETURN sign(a) * n; END IF;
  RETURN sign(a) * (round(n, digits) / 2::numeric ^ digits);
END $$;
-- The nearest whole number, halves away from zero.
CREATE OR REPLACE FUNCTION kith_nearest(a numeric) RETURNS bigint LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  n numeric := a;
BEGIN
  IF abs(a) >= 1e19 THEN RETURN NULL; END IF;
  IF abs(abs(a - trunc(a)) - 0.5) * 1e18 <= abs(a) THEN n := kith.kith_round64(a); END IF;
  n := round(n);
  IF abs(n) < 9223372036854775800 THEN RETURN n; END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION kith_mod(a bigint, b bigint) RETURNS bigint LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF b = 0 THEN RETURN NULL; END IF;
  IF b = -1 THEN RETURN 0; END IF;
  RETURN a % b;
END $$;
CREATE OR REPLACE FUNCTION kith_mod(a double precision, b double precision) RETURNS double precision
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF b = 0 THEN RETURN NULL; END IF;
  IF abs(a) < abs(b) THEN RETURN a; END IF;
  RETURN (kith.kith_exact(a) % kith.kith_exact(b))::double precision;
END $$;
CREATE OR REPLACE FUNCTION kith_neg(a bigint) RETURNS bigint LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF a = -9223372036854775808 THEN RETURN NULL; END IF;
  RETURN -a;
END $$;
CREATE OR REPLACE FUNCTION kith_neg(a double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT -a $$;
CREATE OR REPLACE FUNCTION kith_abs(a bigint) RETURNS bigint LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF a = -9223372036854775808 THEN RETURN NULL; END IF;
  RETURN abs(a);
END $$;
CREATE OR REPLACE FUNCTION kith_abs(a double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT abs(a) $$;
CREATE OR REPLACE FUNCTION kith_round(a bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT a $$;
CREATE OR REPLACE FUNCTION kith_floor(a bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT a $$;
CREATE OR REPLACE FUNCTION kith_ceil(a bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT a $$;
CREATE OR REPLACE FUNCTION kith_floor(a double precision) RETURNS bigint LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF abs(a) < 9223372036854775807 THEN RETURN floor(a); END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION kith_ceil(a double precision) RETURNS bigint LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF abs(a) < 9223372036854775807 THEN RETURN ceil(a); END IF;
  RETURN NULL;
END $$;
-- PostgreSQL's own takes halves to the even number.
CREATE OR REPLACE FUNCTION kith_round(a double precision) RETURNS bigint LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF abs(a) >= 9223372036854775807 THEN RETURN NULL; END IF;
  IF abs(a - trunc(a)) < 0.5 THEN RETURN trunc(a); END IF;
  RETURN trunc(a) + sign(a);
END $$;
CREATE OR REPLACE FUNCTION kith_round_to(a double precision, digits bigint) RETURNS double precision
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  unit numeric;
  n numeric;
BEGIN
  IF digits < 0 OR digits > 15 THEN RETURN NULL; END IF;
  IF abs(a) >= 9007199254740992 THEN RETURN a; END IF;
  unit := 10::numeric ^ digits;
  n := kith.kith_exact(a) * unit;
  IF abs(n) >= 9223372036854775808 THEN RETURN a; END IF;
  n := round(kith.kith_round64(n));
  RETURN kith.kith_round64(round(n, 60) / unit)::double precision;
END $$;
-- Never fails: what is too large to be told is empty.
CREATE OR REPLACE FUNCTION kith_sum_step(sum numeric, a bigint) RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN a IS NULL THEN sum WHEN sum IS NULL THEN a ELSE sum + a END
$$;
CREATE OR REPLACE FUNCTION kith_sum_step(sum double precision, a double precision) RETURNS double precision
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  IF a IS NULL THEN RETURN sum; END IF;
  IF sum IS NULL THEN RETURN a; END IF;
  IF sum = 'infinity' THEN RETURN sum; END IF;
  RETURN coalesce(kith.kith_add(sum, a), 'infinity');
END $$;
CREATE OR REPLACE FUNCTION kith_sum_end(sum double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT nullif(sum, 'infinity') $$;
CREATE OR REPLACE AGGREGATE kith_sum(bigint) (SFUNC = kith.kith_sum_step, STYPE = numeric, FINALFUNC = kith.kith_whole, PARALLEL = SAFE);
CREATE OR REPLACE AGGREGATE kith_sum(double precision) (SFUNC = kith.kith_sum_step, STYPE = double precision, FINALFUNC = kith.kith_sum_end, PARALLEL = SAFE);
)sql";
}

}  // namespace kith::db::postgres
