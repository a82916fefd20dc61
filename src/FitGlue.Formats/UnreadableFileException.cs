namespace FitGlue.Formats;

/// <summary>The file holds no workout that could be read. The message is for the person who chose it: the cause and the next step.</summary>
public sealed class UnreadableFileException(string message, Exception? inner = null) : Exception(message, inner);
