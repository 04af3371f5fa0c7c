#include "base/money.hpp"
#include "db/postgres/function_parts.hpp"

namespace kith::db::postgres {

namespace {

/// The currencies there are, and which have other than two minor digits, as base/money knows them.
std::string currencies() {
    std::string known;
    std::string digits;
    std::string code = "AAA";
    for (code[0] = 'A'; code[0] <= 'Z'; ++code[0])
        for (code[1] = 'A'; code[1] <= 'Z'; ++code[1])
            for (code[2] = 'A'; code[2] <= 'Z'; ++code[2]) {
                if (is_currency(code)) known += (known.empty() ? "" : ",") + constant(code);
                if (const int minor = minor_digits(code); minor != 2) digits += " WHEN " + constant(code) + " THEN " + std::to_string(minor);
            }
    constexpr const char* kEnd = " LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT ";
    return std::string("CREATE OR REPLACE FUNCTION kith_is_currency(code text) RETURNS boolean") + kEnd + "code COLLATE \"C\" IN (" + known +
           ") $$;\nCREATE OR REPLACE FUNCTION kith_minor_digits(code text) RETURNS int" + kEnd + "CASE code COLLATE \"C\"" + digits + " ELSE 2 END $$;\n";
}

/// Amounts travel as text, minor units and currency ("125050 NOK"), as in base/calc.
constexpr std::string_view kFunctions = R"sql(
CREATE OR REPLACE FUNCTION kith_money(minor bigint, currency text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF octet_length(currency) = 3 THEN RETURN minor::text || ' ' || currency; END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION kith_money_minor(m text) RETURNS bigint LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  minor text := split_part(m, ' ', 1);
BEGIN
  IF octet_length(m) - octet_length(minor) <> 4 OR octet_length(minor) > 40 OR minor COLLATE "C" !~ '^-?[0-9]+$' THEN RETURN NULL; END IF;
  RETURN kith.kith_whole(minor::numeric);
END $$;
CREATE OR REPLACE FUNCTION kith_money_currency(m text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF kith.kith_money_minor(m) IS NULL THEN RETURN NULL; END IF;
  RETURN substr(m, strpos(m COLLATE "C", ' ') + 1);
END $$;
-- The number is in whole units of the currency.
CREATE OR REPLACE FUNCTION kith_money_of(a double precision, currency text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF NOT kith.kith_is_currency(currency) OR abs(a) >= 1e19 THEN RETURN NULL; END IF;
  RETURN kith.kith_nearest(kith.kith_exact(a) * 10::numeric ^ kith.kith_minor_digits(currency))::text || ' ' || currency;
END $$;
CREATE OR REPLACE FUNCTION kith_money_amount(m text) RETURNS double precision LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  RETURN kith.kith_round64(round(kith.kith_money_minor(m)::numeric, 60) / 10::numeric ^ kith.kith_minor_digits(kith.kith_money_currency(m)))::double precision;
END $$;
CREATE OR REPLACE FUNCTION kith_money_add(a text, b text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF kith.kith_money_currency(a) = kith.kith_money_currency(b) COLLATE "C" THEN
    RETURN kith.kith_add(kith.kith_money_minor(a), kith.kith_money_minor(b))::text || ' ' || kith.kith_money_currency(a);
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION kith_money_sub(a text, b text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF kith.kith_money_currency(a) = kith.kith_money_currency(b) COLLATE "C" THEN
    RETURN kith.kith_sub(kith.kith_money_minor(a), kith.kith_money_minor(b))::text || ' ' || kith.kith_money_currency(a);
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION kith_money_neg(m text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  RETURN kith.kith_neg(kith.kith_money_minor(m))::text || ' ' || kith.kith_money_currency(m);
END $$;
CREATE OR REPLACE FUNCTION kith_money_abs(m text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  minor bigint := kith.kith_money_minor(m);
BEGIN
  IF minor IS NULL THEN RETURN NULL; END IF;
  IF minor < 0 THEN RETURN kith.kith_money_neg(m); END IF;
  RETURN m;
END $$;
CREATE OR REPLACE FUNCTION kith_money_mul(m text, by bigint) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  RETURN kith.kith_mul(kith.kith_money_minor(m), by)::text || ' ' || kith.kith_money_currency(m);
END $$;
CREATE OR REPLACE FUNCTION kith_money_mul(m text, by double precision) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  RETURN kith.kith_nearest(kith.kith_money_minor(m) * kith.kith_exact(by))::text || ' ' || kith.kith_money_currency(m);
END $$;
CREATE OR REPLACE FUNCTION kith_money_div(m text, by double precision) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF by = 0 OR abs(by) < 1e-30 AND kith.kith_money_minor(m) <> 0 THEN RETURN NULL; END IF;
  RETURN kith.kith_nearest(round(kith.kith_money_minor(m)::numeric, 60) / kith.kith_exact(by))::text || ' ' || kith.kith_money_currency(m);
END $$;
CREATE OR REPLACE FUNCTION kith_money_ratio(a text, b text) RETURNS double precision LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF kith.kith_money_currency(a) = kith.kith_money_currency(b) COLLATE "C" AND kith.kith_money_minor(b) <> 0 THEN
    RETURN kith.kith_money_minor(a)::double precision / kith.kith_money_minor(b)::double precision;
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION kith_money_compare(a text, b text) RETURNS bigint LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF kith.kith_money_currency(a) = kith.kith_money_currency(b) COLLATE "C" THEN
    RETURN sign(kith.kith_money_minor(a)::numeric - kith.kith_money_minor(b));
  END IF;
  RETURN NULL;
END $$;
-- With a plain number, taken as of the amount's currency.
CREATE OR REPLACE FUNCTION kith_money_compare_number(m text, b double precision) RETURNS bigint LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  minor bigint := kith.kith_money_minor(m);
  other numeric;
BEGIN
  IF minor IS NULL THEN RETURN NULL; END IF;
  IF abs(b) >= 1e19 THEN RETURN -sign(b); END IF;
  other := kith.kith_round64(kith.kith_exact(b) * 10::numeric ^ kith.kith_minor_digits(kith.kith_money_currency(m)));
  -- From 2^53 on, a thousandth is nothing that could tell amounts apart.
  IF abs(other) < 9007199254740992 THEN other := kith.kith_round64(round(round(kith.kith_round64(other * 1000)), 60) / 1000); END IF;
  RETURN sign(minor - other);
END $$;
-- To so many decimals; 0 is whole kroner.
CREATE OR REPLACE FUNCTION kith_money_round(m text, digits bigint) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  minor bigint := kith.kith_money_minor(m);
  kept int;
BEGIN
  IF minor IS NULL OR digits < 0 OR digits > 15 THEN RETURN NULL; END IF;
  kept := kith.kith_minor_digits(kith.kith_money_currency(m)) - digits::int;
  IF kept <= 0 THEN RETURN m; END IF;
  RETURN kith.kith_whole(round(minor::numeric, -kept))::text || ' ' || kith.kith_money_currency(m);
END $$;
-- "1250.50 NOK"
CREATE OR REPLACE FUNCTION kith_money_text(m text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  digits int := kith.kith_minor_digits(kith.kith_money_currency(m));
BEGIN
  RETURN round(kith.kith_money_minor(m) * 0.0001 * 10::numeric ^ (4 - digits), digits)::text || ' ' || kith.kith_money_currency(m);
END $$;
-- Of amounts; all others have least() and greatest(). Empty ones are passed over; of two currencies there is none.
CREATE OR REPLACE FUNCTION kith_extreme(amounts text[], wanted int) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  best text;
  amount text;
  compared bigint;
BEGIN
  FOREACH amount IN ARRAY amounts LOOP
    CONTINUE WHEN amount IS NULL;
    IF best IS NULL THEN
      best := amount;
      CONTINUE;
    END IF;
    compared := kith.kith_money_compare(amount, best);
    IF compared IS NULL THEN RETURN NULL; END IF;
    IF compared = wanted THEN best := amount; END IF;
  END LOOP;
  RETURN best;
END $$;
CREATE OR REPLACE FUNCTION kith_min(VARIADIC amounts text[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT kith.kith_extreme(amounts, -1) $$;
CREATE OR REPLACE FUNCTION kith_max(VARIADIC amounts text[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT kith.kith_extreme(amounts, 1) $$;
)sql";

}  // namespace

std::string money_functions() { return currencies() + std::string(kFunctions); }

}  // namespace kith::db::postgres
