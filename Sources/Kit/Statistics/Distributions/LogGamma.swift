#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The natural logarithm of the gamma function for `x > 0`, to about 14 significant digits.
///
/// Stirling's series (Abramowitz and Stegun 6.1.41) after shifting `x` above 12 by `Γ(x + 1) = x·Γ(x)`. Written here
/// because the C library's `lgamma` writes a global sign, which two threads must not do at once.
func logGamma(_ x: Double) -> Double {
    guard x > 0 else { return .nan }
    var shifted = x
    var product = 1.0
    while shifted < 12 {
        product *= shifted
        shifted += 1
    }
    let square = 1 / (shifted * shifted)
    let series =
        (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square * (1.0 / 1680 - square / 1188)))) / shifted
    return (shifted - 0.5) * log(shifted) - shifted + 0.918938533204672741780 + series - log(product)
}

/// The natural logarithm of the beta function of two positive numbers.
func logBeta(_ a: Double, _ b: Double) -> Double { logGamma(a) + logGamma(b) - logGamma(a + b) }
