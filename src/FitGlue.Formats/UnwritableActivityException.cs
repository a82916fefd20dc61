namespace FitGlue.Formats;

/// <summary>The activity holds what its file format cannot say. The message names the field and the limit.</summary>
public sealed class UnwritableActivityException(string message) : Exception(message);
