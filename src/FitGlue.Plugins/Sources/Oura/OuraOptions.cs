using System.ComponentModel.DataAnnotations;
using FitGlue.Core.Sources;
using FitGlue.Oura.Authorization;
using Microsoft.Extensions.Options;

namespace FitGlue.Plugins.Sources.Oura;

/// <summary>What whoever runs the server sets for Oura.</summary>
internal sealed class OuraOptions : IValidatableObject
{
    public const string Section = "Oura";

    private static readonly TimeSpan[] DefaultSettleSchedule =
    [
        TimeSpan.FromMinutes(2),
        TimeSpan.FromMinutes(10),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromMinutes(120),
        TimeSpan.FromHours(24),
    ];

    /// <summary>Of the application made in Oura's portal; also <c>ClientId:File</c>.</summary>
    [RegularExpression(@"[\x21-\x7E]*", ErrorMessage = "Oura:ClientId holds a space, a line break or a character that no client id has.")]
    public string ClientId { get; set; } = "";

    /// <summary>Its secret; also <c>ClientSecret:File</c>.</summary>
    [RegularExpression(@"[\x21-\x7E]*", ErrorMessage = "Oura:ClientSecret holds a space, a line break or a character that no secret has.")]
    public string ClientSecret { get; set; } = "";

    /// <summary>Where the application was made: <c>moi</c> is developer.ouraring.com, <c>legacy</c> is cloud.ouraring.com.</summary>
    [EnumDataType(typeof(OuraPortal))]
    public OuraPortal Portal { get; set; } = OuraPortal.Moi;

    public Uri? AuthorizeUrl { get; set; }

    public Uri? TokenUrl { get; set; }

    public Uri? RevokeUrl { get; set; }

    /// <summary>The address above <c>/v2</c>.</summary>
    public Uri? ApiBaseUrl { get; set; }

    [EnumDataType(typeof(WebhookMode))]
    public WebhookMode Webhooks { get; set; } = WebhookMode.Auto;

    /// <summary>How often the last days are listed anew; null: hourly with webhooks, else every 15 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan? ReconcileInterval { get; set; }

    /// <summary>When heart rate that is not there yet is asked for again; empty: the default.</summary>
    public IList<TimeSpan> SettleSchedule { get; set; } = [];

    /// <summary>Asked for at the sign-in, separated by spaces, without prefix.</summary>
    [Required]
    public string Scopes { get; set; } = "workout heartrate personal daily";

    /// <summary>Put before each scope; null: what the portal wants.</summary>
    public string? ScopePrefix { get; set; }

    /// <summary>How many days before the connection are imported at once.</summary>
    [Range(0, 3650)]
    public int ImportDays { get; set; } = 30;

    /// <summary>Requests that are sent within five minutes at the most, over all people.</summary>
    [Range(1, 1_000_000)]
    public int RequestLimit { get; set; } = 5000;

    // Oura publishes no number any more; this is the window that its questions and answers still name.
    public RequestLimit Limit => new(RequestLimit, TimeSpan.FromMinutes(5), PerConnection: Math.Max(1, RequestLimit / 5));

    public IReadOnlyList<TimeSpan> EffectiveSettleSchedule => SettleSchedule.Count > 0 ? [.. SettleSchedule] : DefaultSettleSchedule;

    public OuraEndpoints Endpoints
    {
        get
        {
            var preset = OuraEndpoints.Of(Portal);
            return preset with
            {
                AuthorizeUrl = AuthorizeUrl ?? preset.AuthorizeUrl,
                TokenUrl = TokenUrl ?? preset.TokenUrl,
                RevokeUrl = RevokeUrl ?? preset.RevokeUrl,
                ApiBaseUrl = ApiBaseUrl ?? preset.ApiBaseUrl,
                ScopePrefix = ScopePrefix ?? preset.ScopePrefix,
            };
        }
    }

    public OuraApplication Application => new(ClientId, new(ClientSecret));

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        (string Name, Uri? Url)[] addresses =
        [
            (nameof(AuthorizeUrl), AuthorizeUrl),
            (nameof(TokenUrl), TokenUrl),
            (nameof(RevokeUrl), RevokeUrl),
            (nameof(ApiBaseUrl), ApiBaseUrl),
        ];
        foreach (var (name, url) in addresses)
        {
            if (url is not null && !(url.IsAbsoluteUri && url.Scheme is "https" or "http"))
            {
                yield return new($"{Section}:{name} must be an absolute http or https address.", [name]);
            }
        }

        if (SettleSchedule.Any(wait => wait <= TimeSpan.Zero) || !SettleSchedule.SequenceEqual(SettleSchedule.Order()))
        {
            yield return new(
                $"{Section}:{nameof(SettleSchedule)} must hold positive time spans in rising order.",
                [nameof(SettleSchedule)]
            );
        }
    }
}

/// <summary>Whether Oura is asked to call us.</summary>
internal enum WebhookMode
{
    /// <summary>Where the server has a public address.</summary>
    Auto,
    On,

    /// <summary>Polling alone.</summary>
    Off,
}

[OptionsValidator]
internal sealed partial class OuraOptionsValidator : IValidateOptions<OuraOptions>;
