/**
 * <tocsin-alerts region="PL-14" lang="pl" limit="3"></tocsin-alerts>: current alerts on a page of another site.
 * Asks only the site that it came from, keeps nothing, writes text and never markup. Colours and type come from the page,
 * or from the custom properties below. The content of the element stays until the first answer, and where scripts are off.
 */
const ORIGIN = new URL(import.meta.url).origin;
const AGAIN_MS = 5 * 60_000;

const STYLES = new CSSStyleSheet();
STYLES.replaceSync(`
  :host { display: block; font: var(--tocsin-font, inherit); color: var(--tocsin-ink, inherit); }
  :host([hidden]) { display: none; }
  section { padding: var(--tocsin-padding, 0); background: var(--tocsin-paper, none); overflow-wrap: break-word; }
  h2 { font-size: 1.2em; margin: 0 0 0.5em; }
  h3 { font-size: 1.05em; margin: 0.3em 0; }
  p { margin: 0.5em 0; }
  a { color: var(--tocsin-link, inherit); }
  ul { list-style: none; margin: 0; padding: 0; }
  li { margin: 0 0 0.75em; padding: 0.6em 0.8em; border: 1px solid; border-left: 0.5em solid var(--level); border-radius: 0.3em; }
  li.red { border: 3px solid var(--level); border-left-width: 0.5em; }
  .level { display: inline-block; padding: 0.1em 0.5em; border-radius: 0.3em; font-weight: 700; background: var(--level); color: var(--on-level); }
  .information { --level: #2b4c80; --on-level: #fff; }
  .caution { --level: #ffce3a; --on-level: #1b1500; }
  .warning { --level: #bd3f06; --on-level: #fff; }
  .red { --level: #a00a20; --on-level: #fff; }
  .remark { padding: 0.5em 0.8em; border-left: 0.4em solid; font-weight: 700; }
  .small { font-size: 0.9em; }
`);

const element = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children.filter((child) => child !== undefined));
  return made;
};
const words = (textContent, className = "") =>
  textContent === undefined ? undefined : element("p", { textContent, className });

/** Only addresses of web pages become links, whatever was answered. */
const link = (address, textContent, lang = "") => {
  const href = /^https?:\/\//.test(address) ? address : ORIGIN;
  return element("a", { href, textContent, lang, target: "_blank", rel: "noopener" });
};

const day = (instant) =>
  new Date(instant).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });

const card = ({ level, levelName, url, headline, language, areaName, publishedAt, isUpdate }) =>
  element(
    "li",
    { className: level },
    element("span", { className: `level ${level}`, textContent: levelName }),
    element("h3", {}, link(url, headline, language)),
    words(`${areaName} · ${day(publishedAt)}${isUpdate ? " · updated" : ""}`, "small"),
  );

class TocsinAlerts extends HTMLElement {
  static observedAttributes = ["region", "lang", "limit"];
  #root = this.attachShadow({ mode: "open" });
  /** The last answer; shown on when the next one does not come. */
  #answer;
  #timer;

  constructor() {
    super();
    this.#root.adoptedStyleSheets = [STYLES];
    this.#root.append(document.createElement("slot"));
  }

  connectedCallback() {
    this.#timer = setInterval(() => document.hidden || this.#renew(), AGAIN_MS);
    document.addEventListener("visibilitychange", this.#whenSeen);
    void this.#renew();
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
    document.removeEventListener("visibilitychange", this.#whenSeen);
  }

  attributeChangedCallback() {
    this.#answer = undefined;
    if (this.isConnected) void this.#renew();
  }

  #whenSeen = () => {
    if (!document.hidden) void this.#renew();
  };

  #address() {
    const url = new URL(`/embed/${encodeURIComponent(this.getAttribute("region") || "all")}.json`, ORIGIN);
    for (const name of ["lang", "limit"])
      if (this.hasAttribute(name)) url.searchParams.set(name, this.getAttribute(name));
    return url;
  }

  async #renew() {
    const address = this.#address();
    let failure;
    try {
      const response = await fetch(address, { credentials: "omit", referrerPolicy: "no-referrer" });
      if (!response.ok) throw new Error(String(response.status));
      const answer = await response.json();
      // An answer to an earlier question must not be shown as this one's.
      if (address.href !== this.#address().href) return;
      this.#answer = answer;
    } catch {
      failure = "The alerts cannot be renewed at this moment.";
    }
    this.#show(failure);
  }

  #show(failure) {
    const answer = this.#answer;
    if (!answer) {
      this.#root.replaceChildren(
        element(
          "section",
          {},
          words(failure, "remark"),
          link(ORIGIN, "Current drug alerts"),
          document.createElement("slot"),
        ),
      );
      return;
    }
    const current = answer.alerts.filter(({ expiresAt }) => new Date(expiresAt) > new Date());
    this.#root.replaceChildren(
      element(
        "section",
        {},
        element("h2", { textContent: answer.heading }),
        words(answer.status, "remark"),
        words(failure ?? answer.remark, "remark"),
        words(answer.empty),
        element("ul", {}, ...current.map(card)),
        words(answer.more),
        words(`${answer.caveat} ${answer.asOf}`, "small"),
        link(answer.url, answer.allAlerts),
      ),
    );
  }
}

if (!customElements.get("tocsin-alerts")) customElements.define("tocsin-alerts", TocsinAlerts);
