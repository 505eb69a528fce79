import { html } from "hono/html";
import type { AlertUnderReview, Evidence, RevisionUnderReview } from "../domain/review.ts";
import { levelBadge } from "./level-badge.ts";
import type { Markup } from "./markup.ts";
import { sayGrade } from "./say-grade.ts";
import { sayAge, sayDays, sayInstant } from "./say-time.ts";

/** Samples shown at once; the rest is folded away so that the text stays near on a phone. */
const UNFOLDED = 5;

/** Everything that speaks for or against the alert, sample by sample. */
export const evidenceSection = (alert: AlertUnderReview, shown: RevisionUnderReview, now: Date): Markup => {
  const { content } = shown;
  return html`<section aria-labelledby="evidence">
    <h2 id="evidence">Evidence</h2>
    <p>
      ${alert.evidence.length === 1 ? "1 sample" : `${alert.evidence.length} samples`}, ${content.area.name},
      results from ${sayDays(content.resultsFrom, content.resultsTo)}. ${sayGrade(content.grade)}
    </p>
    ${alert.evidence.slice(0, UNFOLDED).map((sample) => sampleEvidence(sample, now))}
    ${
      alert.evidence.length > UNFOLDED
        ? html`<details>
            <summary>${alert.evidence.length - UNFOLDED} more</summary>
            ${alert.evidence.slice(UNFOLDED).map((sample) => sampleEvidence(sample, now))}
          </details>`
        : ""
    }
  </section>`;
};

const sampleEvidence = (sample: Evidence, now: Date): Markup => {
  const look = [sample.form, sample.colour, sample.logo && `logo: ${sample.logo}`].filter(Boolean).join(", ");
  return html`<article class="sample">
    <h3>
      Sample ${sample.sampleCode}${sample.revision > 1 ? `, corrected (revision ${sample.revision})` : ""}
    </h3>
    <p class="meta">
      ${sample.area} · result
      <time datetime="${sample.resultAt.toISOString()}"
        >${sayAge(sample.resultAt, now)}, ${sayInstant(sample.resultAt)}</time
      >
    </p>
    <p>Expected: <strong>${sample.expectedName ?? "not said"}</strong>. Looks: ${look}.</p>
    ${findingsTable(sample)}
    <h4>Why it counts</h4>
    <ul class="matches">
      ${sample.matches.map(matchLine)}
    </ul>
    <p class="meta">Decision: ${sample.decision}</p>
  </article>`;
};

const findingsTable = ({ sampleCode, findings }: Evidence): Markup =>
  html`<table>
    <caption>
      Findings in ${sampleCode}
    </caption>
    <thead>
      <tr>
        <th scope="col">Substance</th>
        <th scope="col">Result</th>
        <th scope="col">Amount</th>
        <th scope="col">Method</th>
      </tr>
    </thead>
    <tbody>
      ${findings.map(
        (finding) =>
          html`<tr>
            <th scope="row">${finding.name}</th>
            <td data-label="Result">${finding.presence.replace("-", " ")}</td>
            <td data-label="Amount">${amountOf(finding)}</td>
            <td data-label="Method">${finding.method}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;

const amountOf = ({ presence, amount }: Evidence["findings"][number]): string =>
  amount || (presence === "detected" ? "not measured" : "–");

const matchLine = (match: Evidence["matches"][number]): Markup =>
  html`<li>
    ${levelBadge(match.level)}
    <p>${match.reason}</p>
    <p class="meta">
      ${match.packId} ${match.packVersion}, rule ${match.ruleId}
      ${match.packStatus === "adopted" ? "" : html`<strong class="mark">threshold not yet adopted</strong>`}
    </p>
  </li>`;
