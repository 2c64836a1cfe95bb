#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

func exponential(_ x: Float) -> Float { expf(x) }

/// The exact Gaussian error linear unit of BERT.
func gelu(_ x: Float) -> Float { 0.5 * x * (1 + erff(x * 0.707_106_78)) }

func hyperbolicTangent(_ x: Float) -> Float { tanhf(x) }
