namespace FitGlue.Oura;

/// <summary>What every document that belongs to a day has. Null is what Oura left out, sent as null or in a form that cannot be read.</summary>
public abstract record OuraDocument
{
    /// <summary>Oura's id of the document.</summary>
    public string? Id { get; init; }

    /// <summary>The wearer's local day. Timestamps inside a document may contradict it after travel; the day is right.</summary>
    public DateOnly? Day { get; init; }

    /// <summary>The document as it came.</summary>
    public required string Json { get; init; }
}
