//! Exact numbers: a fraction of two integers, rounded once, at the end, to the fen.
//!
//! Days are divided by 365 and wages by 21.75, which no decimal holds; a fraction does. There is no floating point.

use std::{
    cmp::Ordering,
    fmt,
    ops::{Add, Mul, Sub},
};

use kernel::Money;

/// Above this denominator a fraction is reduced, so that products stay far away from the limits of `i128`.
const REDUCE_ABOVE: i128 = 1_000_000_000;

/// A fraction with a positive denominator.
#[derive(Debug, Clone, Copy)]
pub struct Exact {
    over: i128,
    under: i128,
}

impl Exact {
    /// Zero.
    pub const ZERO: Self = Self::whole(0);

    /// A whole number.
    pub const fn whole(number: i64) -> Self {
        Self { over: number as i128, under: 1 }
    }

    /// A fraction; a denominator of zero counts as one, since none of the law's divisors is zero.
    pub fn fraction(over: i64, under: i64) -> Self {
        Self::reduced(i128::from(over), i128::from(under.max(1)))
    }

    /// Reads a plain decimal without sign: at most twelve digits before the point and six behind it.
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, places) = text.split_once('.').unwrap_or((text, "0"));
        let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number(whole) || !is_number(places) || whole.len() > 12 || places.len() > 6 {
            return None;
        }
        let under = 10_i128.pow(u32::try_from(places.len()).ok()?);
        let over = whole.parse::<i128>().ok()? * under + places.parse::<i128>().ok()?;
        Some(Self { over, under })
    }

    /// Divided by another number; dividing by zero gives zero, which no parameter file can ask for.
    #[must_use]
    pub fn over(self, other: Self) -> Self {
        if other.over == 0 {
            return Self::ZERO;
        }
        let sign = other.over.signum();
        Self::reduced(self.over * other.under * sign, self.under * other.over * sign)
    }

    /// The larger one.
    #[must_use]
    pub fn max(self, other: Self) -> Self {
        if self < other { other } else { self }
    }

    /// The smaller one.
    #[must_use]
    pub fn min(self, other: Self) -> Self {
        if other < self { other } else { self }
    }

    /// Half of it.
    #[must_use]
    pub fn half(self) -> Self {
        Self::reduced(self.over, self.under * 2)
    }

    /// The whole part, towards minus infinity.
    pub fn floor(self) -> i64 {
        i64::try_from(self.over.div_euclid(self.under)).unwrap_or(i64::MAX)
    }

    /// To the fen, half a fen up: the only rounding there is.
    pub fn to_money(self) -> Money {
        let doubled = self.over * 200 + self.under;
        Money::from_fen(i64::try_from(doubled.div_euclid(self.under * 2)).unwrap_or(i64::MAX))
    }

    /// The number as a decimal with at least `places` places, where it has an end within twelve.
    fn decimal(self, places: usize) -> Option<String> {
        let mut scale = 0;
        let mut power = 1_i128;
        while (self.over * power) % self.under != 0 {
            scale += 1;
            power *= 10;
            if scale > 12 {
                return None;
            }
        }
        let value = self.over * power / self.under;
        let digits = value.unsigned_abs();
        let sign = if value < 0 { "-" } else { "" };
        let unit = power.unsigned_abs();
        let mut tail = if scale == 0 { String::new() } else { format!("{:0scale$}", digits % unit) };
        while tail.len() < places {
            tail.push('0');
        }
        let point = if tail.is_empty() { "" } else { "." };
        Some(format!("{sign}{}{point}{tail}", digits / unit))
    }

    /// Written as money: two places at least, more where the number has them.
    pub fn as_money(self) -> String {
        self.decimal(2).unwrap_or_else(|| format!("{} ≈ {}", self.as_fraction(), self.to_money()))
    }

    fn as_fraction(self) -> String {
        let common = gcd(self.over.unsigned_abs(), self.under.unsigned_abs());
        let common = i128::try_from(common).unwrap_or(1).max(1);
        format!("{}/{}", self.over / common, self.under / common)
    }

    fn reduced(over: i128, under: i128) -> Self {
        if under <= REDUCE_ABOVE {
            return Self { over, under };
        }
        let common = gcd(over.unsigned_abs(), under.unsigned_abs());
        let common = i128::try_from(common).unwrap_or(1).max(1);
        Self { over: over / common, under: under / common }
    }
}

fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

impl Add for Exact {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        if self.under == other.under {
            return Self { over: self.over + other.over, under: self.under };
        }
        Self::reduced(self.over * other.under + other.over * self.under, self.under * other.under)
    }
}

impl Sub for Exact {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self + Self { over: -other.over, under: other.under }
    }
}

impl Mul for Exact {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        Self::reduced(self.over * other.over, self.under * other.under)
    }
}

impl PartialEq for Exact {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Exact {}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Exact {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.over * other.under).cmp(&(other.over * self.under))
    }
}

impl From<Money> for Exact {
    fn from(money: Money) -> Self {
        Self { over: i128::from(money.fen()), under: 100 }
    }
}

/// A decimal where the number ends, otherwise a fraction.
impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.decimal(0) {
            Some(text) => f.write_str(&text),
            None => f.write_str(&self.as_fraction()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(text: &str) -> Exact {
        Exact::parse(text).unwrap()
    }

    #[test]
    fn half_a_fen_is_rounded_up_and_less_is_rounded_down() {
        for (text, money) in
            [("0.005", "0.01"), ("0.004999", "0.00"), ("78983.025", "78983.03"), ("1.015", "1.02")]
        {
            assert_eq!(exact(text).to_money().to_string(), money, "{text}");
        }
        assert_eq!(exact("16800").over(exact("21.75")).to_money().to_string(), "772.41");
    }

    #[test]
    fn a_third_three_times_is_one() {
        let third = Exact::whole(1).over(Exact::whole(3));
        assert_eq!(third + third + third, Exact::whole(1));
        assert_eq!(third.to_string(), "1/3");
        assert_eq!((Exact::whole(33).half()).to_string(), "16.5");
    }

    #[test]
    fn what_is_no_plain_decimal_is_not_read() {
        for text in ["", "-1", "+1", "1e3", ".5", "1.", "1.0000001", "1234567890123", "1,5", "NaN", "１"] {
            assert!(Exact::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn long_chains_stay_reduced() {
        let mut sum = Exact::ZERO;
        for divisor in 1..=40 {
            sum = sum + exact("999999999999.999999").over(Exact::whole(divisor)) * Exact::fraction(1, 365);
        }
        assert!(sum > Exact::ZERO);
    }
}
