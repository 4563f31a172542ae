namespace Adit.Domain.Jobs;

/// <summary>How an image went from the source to the destination. The numbers are stored.</summary>
public enum TransferRoute : byte
{
    Unknown = 0,
    GetToStore = 1,
    GetToStow = 2,
    GetToFolder = 3,
    WadoToStore = 4,
    WadoToStow = 5,
    WadoToFolder = 6,
    MoveToStore = 7,
    MoveToStow = 8,
    MoveToFolder = 9,

    /// <summary>The source sent it to the destination itself.</summary>
    DirectMove = 10,
}

public static class TransferRouteNames
{
    /// <summary>As people read it in logs and on pages.</summary>
    public static string Name(this TransferRoute route) =>
        route switch
        {
            TransferRoute.Unknown => "unknown",
            TransferRoute.GetToStore => "C-GET to C-STORE",
            TransferRoute.GetToStow => "C-GET to STOW-RS",
            TransferRoute.GetToFolder => "C-GET to folder",
            TransferRoute.WadoToStore => "WADO-RS to C-STORE",
            TransferRoute.WadoToStow => "WADO-RS to STOW-RS",
            TransferRoute.WadoToFolder => "WADO-RS to folder",
            TransferRoute.MoveToStore => "C-MOVE to C-STORE",
            TransferRoute.MoveToStow => "C-MOVE to STOW-RS",
            TransferRoute.MoveToFolder => "C-MOVE to folder",
            TransferRoute.DirectMove => "direct C-MOVE",
        };

    /// <summary>The route with this name; <see cref="TransferRoute.Unknown"/> when there is none.</summary>
    public static TransferRoute Parse(string name) =>
        Enum.GetValues<TransferRoute>()
            .FirstOrDefault(route => string.Equals(route.Name(), name, StringComparison.Ordinal));

    /// <summary>The route of a way to fetch and a way to deliver, such as "C-GET" and "C-STORE".</summary>
    public static TransferRoute Of(string fetch, string delivery) =>
        Parse($"{fetch} to {delivery}");
}
