using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace FitGlue.Core.Settings;

/// <summary>The settings record of a plug-in seen from outside: form, validation and JSON schema come from it.</summary>
public sealed class SettingsShape
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        // Set by the first use, but a schema may be asked for before that.
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private SettingsShape(Type type)
    {
        Type = type;
        Fields = [.. type.GetProperties().Where(p => p.CanWrite).Select(p => SettingField.Of(p, Activator.CreateInstance(type)))];
    }

    public Type Type { get; }

    public IReadOnlyList<SettingField> Fields { get; }

    public static SettingsShape Of<TSettings>()
        where TSettings : class, new() => new(typeof(TSettings));

    /// <summary>With the words, the limits and the defaults of the form.</summary>
    public JsonNode Schema() => Json.GetJsonSchemaAsNode(Type, new() { TransformSchemaNode = Described });

    private JsonNode Described(JsonSchemaExporterContext context, JsonNode schema)
    {
        if (schema is not JsonObject node || context.PropertyInfo is not { AttributeProvider: PropertyInfo property } json)
        {
            return schema;
        }

        var display = property.GetCustomAttribute<DisplayAttribute>();
        var range = property.GetCustomAttribute<RangeAttribute>();
        (string Name, JsonNode? Value)[] said =
        [
            ("title", display?.Name),
            ("description", display?.Description),
            ("minimum", NumberOf(range?.Minimum)),
            ("maximum", NumberOf(range?.Maximum)),
            ("maxLength", property.GetCustomAttribute<StringLengthAttribute>()?.MaximumLength),
            ("pattern", property.GetCustomAttribute<RegularExpressionAttribute>() is { } like ? $"^(?:{like.Pattern})$" : null),
            ("default", JsonSerializer.SerializeToNode(property.GetValue(Activator.CreateInstance(Type)), json.PropertyType, Json)),
        ];
        foreach (var (name, value) in said.Where(pair => pair.Value is not null))
        {
            node[name] = value;
        }

        return node;
    }

    private static JsonNode? NumberOf(object? bound) =>
        bound switch
        {
            int whole => whole,
            double number => number,
            _ => null,
        };

    /// <summary>Reads settings; missing ones get their defaults.</summary>
    /// <exception cref="ValidationException">Unknown name, wrong type or a value out of range; the message names the field.</exception>
    public object Read(JsonObject? settings)
    {
        try
        {
            var value = (settings ?? []).Deserialize(Type, Json) ?? throw new ValidationException("Settings must be an object.");
            Validator.ValidateObject(value, new ValidationContext(value), validateAllProperties: true);
            return value;
        }
        catch (JsonException exception)
        {
            throw new ValidationException(
                $"Settings: {exception.Path?.TrimStart('$', '.')}: not a value that this setting takes.",
                exception
            );
        }
    }
}

public enum SettingKind
{
    Text,

    /// <summary>Text of several lines, such as one rule a line: a string with <c>[DataType(DataType.MultilineText)]</c>.</summary>
    Lines,
    Number,
    Switch,
    Choice,
}

/// <summary>One field of a settings form.</summary>
/// <param name="Name">As in JSON.</param>
/// <param name="Default">As a person would type it.</param>
/// <param name="Choices">For <see cref="SettingKind.Choice"/>.</param>
public sealed record SettingField(
    string Name,
    string Label,
    string? Help,
    SettingKind Kind,
    string Default,
    IReadOnlyList<string> Choices,
    string? Minimum,
    string? Maximum
)
{
    /// <summary>The choices as a person reads them, in the same order: by their <c>[Display]</c>, else their name in words.</summary>
    public IReadOnlyList<string> ChoiceLabels { get; private init; } = [];

    internal static SettingField Of(PropertyInfo property, object? defaults)
    {
        var display = property.GetCustomAttribute<DisplayAttribute>();
        var range = property.GetCustomAttribute<RangeAttribute>();
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return new(
            JsonNamingPolicy.CamelCase.ConvertName(property.Name),
            display?.Name ?? property.Name,
            display?.Description,
            KindOf(property, type),
            TextOf(property.GetValue(defaults)),
            type.IsEnum ? [.. Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName)] : [],
            range?.Minimum.ToString(),
            range?.Maximum.ToString()
        )
        {
            ChoiceLabels = type.IsEnum ? [.. Enum.GetNames(type).Select(name => LabelOf(type, name))] : [],
        };
    }

    private static string LabelOf(Type type, string name) =>
        type.GetField(name)?.GetCustomAttribute<DisplayAttribute>()?.Name
        ?? name[0] + string.Concat(name.Skip(1).Select(letter => char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{letter}"));

    private static SettingKind KindOf(PropertyInfo property, Type type) =>
        type == typeof(bool) ? SettingKind.Switch
        : type.IsEnum ? SettingKind.Choice
        : property.GetCustomAttribute<DataTypeAttribute>() is { DataType: DataType.MultilineText } ? SettingKind.Lines
        : type == typeof(string) ? SettingKind.Text
        : SettingKind.Number;

    private static string TextOf(object? value) =>
        value switch
        {
            null => "",
            bool on => on ? "true" : "false",
            Enum choice => JsonNamingPolicy.CamelCase.ConvertName(choice.ToString()),
            _ => value.ToString() ?? "",
        };
}
