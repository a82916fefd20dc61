using System.Globalization;

namespace FitGlue.Simulator.People;

/// <summary>Chance that is the same on every machine: splitmix64 from a name.</summary>
internal sealed class Draw
{
    private ulong _state;

    private Draw(ulong state) => _state = state;

    /// <summary>A stream of its own for each subject, so that a new subject changes no other.</summary>
    public static Draw Of(string subject)
    {
        var hash = 14695981039346656037UL;
        foreach (var letter in subject)
        {
            hash = (hash ^ letter) * 1099511628211UL;
        }

        return new Draw(hash);
    }

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15UL;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9UL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>At least 0 and below 1.</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    public double Between(double low, double high) => low + ((high - low) * Unit());

    /// <summary>Both ends included.</summary>
    public int Whole(int low, int high) => low + (int)(Next() % (ulong)(high - low + 1));

    public bool Chance(double probability) => Unit() < probability;

    /// <summary>Roughly normal: mean 0, deviation 1, never beyond 3.</summary>
    public double Bell() => Unit() + Unit() + Unit() + Unit() + Unit() + Unit() - 3 + ((Unit() - 0.5) * 0.5);

    public double Exponential(double mean) => -mean * Math.Log(1 - Unit());

    public T One<T>(IReadOnlyList<T> choices) => choices[Whole(0, choices.Count - 1)];

    public string Hex(int digits)
    {
        var text = "";
        while (text.Length < digits)
        {
            text += Next().ToString("x16", CultureInfo.InvariantCulture);
        }

        return text[..digits];
    }

    /// <summary>A lower-case version 4 UUID.</summary>
    public string Uuid()
    {
        var hex = Hex(32);
        return $"{hex[..8]}-{hex[8..12]}-4{hex[13..16]}-{"89ab"[Whole(0, 3)]}{hex[17..20]}-{hex[20..]}";
    }
}
