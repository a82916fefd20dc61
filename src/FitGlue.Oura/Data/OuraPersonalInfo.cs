using System.Text.Json;

namespace FitGlue.Oura;

/// <summary>Whose account it is. Without the scope <c>personal</c> only the id is filled.</summary>
public sealed record OuraPersonalInfo
{
    /// <summary>Oura's id of the account: the <c>user_id</c> of webhook events.</summary>
    public required string Id { get; init; }

    /// <summary>Years.</summary>
    public int? Age { get; init; }

    /// <summary>Kilograms.</summary>
    public double? Weight { get; init; }

    /// <summary>Meters.</summary>
    public double? Height { get; init; }

    /// <summary>As Oura words it.</summary>
    public string? BiologicalSex { get; init; }

    /// <summary>Null without the scope <c>email</c>.</summary>
    public string? Email { get; init; }

    internal static OuraPersonalInfo? Read(JsonElement element) =>
        element.Text("id") is { } id && OuraId.IsValid(id)
            ? new()
            {
                Id = id,
                Age = element.Number("age") is >= 0 and <= 150 and var age ? (int)age : null,
                Weight = element.Number("weight"),
                Height = element.Number("height"),
                BiologicalSex = element.Text("biological_sex"),
                Email = element.Text("email"),
            }
            : null;
}
