using System.Runtime.InteropServices;

namespace FitGlue.Core.Training;

/// <summary>
/// What a minute at a share x of the heart-rate reserve counts: x · factor · e^(exponent · x)
/// (Banister 1991; Morton, Fitz-Clarke and Banister 1990, JAP 69:1171). Factor and exponent belong together.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ImpulseWeight(double Factor, double Exponent)
{
    // Nearer together the difference of two nearly equal primitives says less than the middle.
    private const double NearlyEqual = 1e-9;

    public static ImpulseWeight Men { get; } = new(0.64, 1.92);

    public static ImpulseWeight Women { get; } = new(0.86, 1.67);

    public double At(double x) => Factor * x * Math.Exp(Exponent * x);

    /// <summary>The mean over a stretch on which x runs straight from one value to the other; exact.</summary>
    public double Mean(double from, double to) =>
        Math.Abs(to - from) < NearlyEqual ? At((from + to) / 2) : (Primitive(to) - Primitive(from)) / (to - from);

    private double Primitive(double x) => Factor * Math.Exp(Exponent * x) * ((x / Exponent) - (1 / (Exponent * Exponent)));
}
