package zvrd.media;

import java.math.BigInteger;

/** An exact fraction, as time bases, frame rates and aspect ratios are given; always in lowest terms, den &gt; 0. */
public record Rational(long num, long den) {
    /** Brings the fraction to lowest terms. */
    public Rational {
        if (den == 0) {
            throw new IllegalArgumentException("a fraction needs a denominator other than 0, got " + num + "/0");
        }
        long divisor = BigInteger.valueOf(num).gcd(BigInteger.valueOf(den)).longValueExact();
        long sign = den < 0 ? -1 : 1;
        num = sign * (num / divisor);
        den = sign * (den / divisor);
    }

    /** Reads {@code 30000/1001}, {@code 4:3} or {@code 25}; what is no fraction, or is 0, gives {@code otherwise}. */
    public static Rational parse(String text, Rational otherwise) {
        String[] parts = text.trim().split("[/:]", 2);
        try {
            long num = Long.parseLong(parts[0]);
            long den = parts.length > 1 ? Long.parseLong(parts[1]) : 1;
            return num == 0 || den == 0 ? otherwise : new Rational(num, den);
        } catch (NumberFormatException notANumber) {
            return otherwise;
        }
    }

    /** {@code ticks} of this time base counted in {@code other}, rounded to the nearest tick, halves away from zero. */
    public long rescale(long ticks, Rational other) {
        BigInteger top =
                BigInteger.valueOf(ticks).multiply(BigInteger.valueOf(num)).multiply(BigInteger.valueOf(other.den));
        BigInteger bottom = BigInteger.valueOf(den).multiply(BigInteger.valueOf(other.num));
        BigInteger twiceAbs = top.abs().shiftLeft(1).add(bottom.abs());
        BigInteger rounded = twiceAbs.divide(bottom.abs().shiftLeft(1));
        return (top.signum() * bottom.signum() < 0 ? rounded.negate() : rounded).longValueExact();
    }

    /** One over this. */
    public Rational inverse() {
        return new Rational(den, num);
    }

    /** The fraction as a double. */
    public double toDouble() {
        return (double) num / den;
    }

    @Override
    public String toString() {
        return num + "/" + den;
    }
}
