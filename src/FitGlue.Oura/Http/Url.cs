namespace FitGlue.Oura;

/// <summary>Addresses put together from parts that are escaped here and nowhere else.</summary>
internal static class Url
{
    /// <summary>A path below a base, whether or not that ends in a slash.</summary>
    public static Uri Below(Uri @base, string path, params ReadOnlySpan<(string Name, string? Value)> query) =>
        With(new Uri(@base.GetLeftPart(UriPartial.Path).TrimEnd('/') + path), query);

    /// <summary>Adds parameters; those without a value are left out.</summary>
    public static Uri With(Uri address, params ReadOnlySpan<(string Name, string? Value)> query)
    {
        var pairs = new List<string>();
        foreach (var (name, value) in query)
        {
            if (value is not null)
            {
                pairs.Add($"{name}={Uri.EscapeDataString(value)}");
            }
        }

        return pairs.Count == 0 ? address : new Uri(address.AbsoluteUri + (address.Query.Length > 0 ? "&" : "?") + string.Join('&', pairs));
    }
}
