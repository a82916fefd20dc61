using FitGlue.Core.Sources;
using FitGlue.Testing.Conformance;

namespace FitGlue.Tests.Plugins.Oura;

public sealed class OuraConformanceTests : NotifyingSourceConformance
{
    protected override IConnectedSource Connected { get; } = OuraServer.Source();

    protected override INotifyingSource Notifying => (INotifyingSource)Connected;

    protected override SourceDocument Workout { get; } =
        new(
            "w-1",
            """{"id":"w-1","activity":"walking","calories":42.5,"day":"2026-03-01","distance":900,"end_datetime":"2026-03-01T10:15:00+01:00","intensity":"easy","label":null,"source":"confirmed","start_datetime":"2026-03-01T10:00:00+01:00"}"""
        );

    protected override string EventBody =>
        """{"event_type":"create","data_type":"workout","object_id":"w-1","event_time":"2026-03-01T08:00:00+00:00","user_id":"u-1"}""";

    protected override WebhookRequest Sign(byte[] body) => OuraServer.Sign(body);
}
