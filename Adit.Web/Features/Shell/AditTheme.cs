using MudBlazor;

namespace Adit.Web.Features.Shell;

/// <summary>
/// The one palette, type scale and shape of the product. MudBlazor's components take it as it is; <see cref="Tokens"/> gives the
/// same colours to our own style sheets and to the static pages.
/// </summary>
public static class AditTheme
{
    private static readonly string[] Fonts =
    [
        "Inter",
        "system-ui",
        "Segoe UI",
        "Noto Sans",
        "sans-serif",
    ];

    public static MudTheme Theme { get; } =
        new()
        {
            PaletteLight = new PaletteLight
            {
                Primary = "#115e6b",
                PrimaryContrastText = "#ffffff",
                Secondary = "#53626b",
                SecondaryContrastText = "#ffffff",
                Tertiary = "#2c6e8f",
                Background = "#f5f7f8",
                BackgroundGray = "#eceff1",
                Surface = "#ffffff",
                AppbarBackground = "#ffffff",
                AppbarText = "#1a2328",
                DrawerBackground = "#f5f7f8",
                DrawerText = "#35424a",
                DrawerIcon = "#53626b",
                TextPrimary = "#1a2328",
                TextSecondary = "#53626b",
                TextDisabled = "#6c7a83",
                ActionDefault = "#53626b",
                ActionDisabled = "#8a979f",
                ActionDisabledBackground = "#e4e8ea",
                LinesDefault = "#dce2e5",
                LinesInputs = "#8a979f",
                TableLines = "#e4e8ea",
                TableHover = "#edf3f4",
                TableStriped = "#f5f7f8",
                Divider = "#dce2e5",
                DividerLight = "#e9edef",
                Info = "#1c5cae",
                Success = "#1b6e3f",
                Warning = "#8a5800",
                Error = "#b3261e",
                Skeleton = "#dfe5e8",
                OverlayDark = "rgba(16,24,28,0.5)",
            },
            PaletteDark = new PaletteDark
            {
                Primary = "#6cc7d3",
                PrimaryContrastText = "#06262c",
                Secondary = "#a2b1b9",
                SecondaryContrastText = "#10171a",
                Tertiary = "#86bede",
                Background = "#11171a",
                BackgroundGray = "#0c1113",
                Surface = "#192125",
                AppbarBackground = "#192125",
                AppbarText = "#e7ecee",
                DrawerBackground = "#11171a",
                DrawerText = "#c6d0d5",
                DrawerIcon = "#a2b1b9",
                TextPrimary = "#e7ecee",
                TextSecondary = "#a2b1b9",
                TextDisabled = "#85949c",
                ActionDefault = "#a2b1b9",
                ActionDisabled = "#64737b",
                ActionDisabledBackground = "#273136",
                LinesDefault = "#2c373d",
                LinesInputs = "#64737b",
                TableLines = "#273136",
                TableHover = "#202a2f",
                TableStriped = "#161d20",
                Divider = "#2c373d",
                DividerLight = "#222b30",
                Info = "#8db9f3",
                InfoContrastText = "#0a1c33",
                Success = "#74cc98",
                SuccessContrastText = "#06250f",
                Warning = "#e6b758",
                WarningContrastText = "#2a1c00",
                Error = "#f2958d",
                ErrorContrastText = "#3a0b07",
                Skeleton = "#2a353a",
                OverlayDark = "rgba(0,0,0,0.6)",
            },
            Typography = new Typography
            {
                Default = new DefaultTypography
                {
                    FontFamily = Fonts,
                    FontSize = "0.875rem",
                    LineHeight = "1.5",
                    LetterSpacing = "normal",
                },
                Body1 = new Body1Typography { FontSize = "0.875rem", LetterSpacing = "normal" },
                Body2 = new Body2Typography { FontSize = "0.8125rem", LetterSpacing = "normal" },
                Caption = new CaptionTypography { FontSize = "0.75rem", LetterSpacing = "normal" },
                Button = new ButtonTypography
                {
                    FontSize = "0.8125rem",
                    FontWeight = "600",
                    TextTransform = "none",
                    LetterSpacing = "normal",
                },
                H6 = new H6Typography
                {
                    FontSize = "1.0625rem",
                    FontWeight = "600",
                    LetterSpacing = "-0.01em",
                },
            },
            LayoutProperties = new LayoutProperties
            {
                DefaultBorderRadius = "6px",
                AppbarHeight = "48px",
            },
        };

    /// <summary>Custom properties for both schemes; <c>data-theme</c> on the root element picks one.</summary>
    public static string Tokens { get; } =
        $":root{{{Scheme(Theme.PaletteLight)}{LightStates}color-scheme:light}}"
        + $"html[data-theme=dark]{{{Scheme(Theme.PaletteDark)}{DarkStates}color-scheme:dark}}";

    private const string LightStates =
        "--info-soft:#e5eefa;--success-soft:#e2f3e8;--warning-soft:#fcf0d4;--error-soft:#fbe7e5;--neutral-soft:#e9edef;";

    private const string DarkStates =
        "--info-soft:#1a2c44;--success-soft:#15311f;--warning-soft:#382b0d;--error-soft:#411d1a;--neutral-soft:#273136;";

    private static string Scheme(Palette palette) =>
        string.Concat(
            $"--bg:{palette.Background};--bg-sunken:{palette.BackgroundGray};--surface:{palette.Surface};",
            $"--text:{palette.TextPrimary};--text-soft:{palette.TextSecondary};",
            $"--line:{palette.LinesDefault};--line-input:{palette.LinesInputs};--hover:{palette.TableHover};",
            $"--primary:{palette.Primary};--on-primary:{palette.PrimaryContrastText};--skeleton:{palette.Skeleton};",
            $"--info:{palette.Info};--success:{palette.Success};--warning:{palette.Warning};--error:{palette.Error};",
            $"--neutral:{palette.TextSecondary};"
        );
}
