/** What every page and feed must know about the installation that speaks. */
export interface Site {
  name: string;
  /** Origin without a trailing slash, for example "https://alerts.example.org". */
  url: string;
  /** Two-letter code of the language to show where a text exists in several. */
  language: string;
  /** CAP 1.2 `status`: anything but "Actual" is marked on every page and in every title. */
  status: "Actual" | "Exercise" | "Test";
  /**
   * The host name in every id that was given out, which must not change when the address does; undefined: that of `url`. See
   * naming-host.ts.
   */
  namingHost?: string | undefined;
  /** Address of the WebSub hub that feeds name, where there is one. */
  webSubHub?: string | undefined;
  /** A sentence at the head of every page while something about the whole site has to be known. */
  remark?: string;
}

/** What stands before every title that leaves an installation which is not live: "EXERCISE – " or "TEST – ", else nothing. */
export const statusPrefix = (site: Site): string =>
  site.status === "Actual" ? "" : `${site.status.toUpperCase()} – `;
