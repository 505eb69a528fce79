import { html } from "hono/html";
import { ADDRESS } from "./addresses.ts";
import { fieldTable, proseOf, schemaLink, schemaName } from "./api-docs-schema.ts";
import { publicPage } from "./layout.ts";
import type { Markup } from "./markup.ts";
import {
  type AnswerShape,
  type MediaType,
  type OpenApiDocument,
  operationsOf,
  type OperationShape,
  type ParameterShape,
  referredName,
} from "./openapi-shape.ts";
import type { Site } from "./site.ts";

type Described = ReturnType<typeof operationsOf>[number];

/** The description of the API as one page, rendered from the document that programs read: it cannot tell anything else. */
export function apiDocsPage(site: Site, document: OpenApiDocument): string {
  const operations = operationsOf(document);
  const ofTag = (name: string) => operations.filter(({ operation }) => operation.tags.includes(name));
  return publicPage(site, {
    title: "API",
    stylesheets: [ADDRESS.docsStylesheet],
    main: html`<h1>The API of ${site.name}</h1>
      <p>${proseOf(document.info.description)}</p>
      <p>
        For programs: <a href="${ADDRESS.openApi}">OpenAPI 3.1 document</a>. A client in TypeScript is made
        from it; it lies in the folder <code>clients/typescript</code> of the source.
      </p>
      <h2 id="keys">Who may ask</h2>
      <dl class="fields">
        ${Object.entries(document.components.securitySchemes).map(
          ([name, scheme]) =>
            html`<div>
              <dt>${name}</dt>
              <dd>${proseOf(scheme.description)}</dd>
            </div>`,
        )}
      </dl>
      <h2>What can be asked</h2>
      ${document.tags.map(
        ({ name, description }) =>
          html`<h3>${name}</h3>
            <p>${description}</p>
            <ul class="lines">
              ${ofTag(name).map(contentsLine)}
            </ul>`,
      )}
      ${operations.map((one) => operationSection(one, document))}
      <h2 id="shapes">What is sent and answered</h2>
      ${Object.entries(document.components.schemas).map(
        ([name, schema]) =>
          html`<section id="${schemaName(name)}">
            <h3>${name}</h3>
            <p>${proseOf(schema.description)}</p>
            ${fieldTable(schema)}
          </section>`,
      )}`,
  });
}

const contentsLine = ({ path, method, operation }: Described): Markup =>
  html`<li>
    <a href="#${operation.operationId}">${operation.summary}</a> <code>${method.toUpperCase()} ${path}</code>
  </li>`;

const operationSection = ({ path, method, operation }: Described, document: OpenApiDocument): Markup =>
  html`<section id="${operation.operationId}" class="operation">
    <h2>${operation.summary}</h2>
    <p><code>${method.toUpperCase()} ${path}</code></p>
    <p>${proseOf(operation.description)}</p>
    <p class="meta">${accessWords(operation)}</p>
    ${operation.parameters && parametersTable(operation.parameters)}
    ${operation.requestBody && contentBlock("Send", operation.requestBody.content)}
    <h3>Answers</h3>
    <dl class="answers">
      ${Object.entries(operation.responses).map(([status, answer]) => answerLine(status, answer, document))}
    </dl>
  </section>`;

function accessWords({ security }: OperationShape): string {
  const [scheme] = security;
  if (!scheme) return "For everybody: no key is needed.";
  return scheme["key"]
    ? `Needs a key with the scope “${scheme["key"].join(" ")}”.`
    : "Needs the management token of the subscription.";
}

const parametersTable = (parameters: readonly ParameterShape[]): Markup =>
  html`<h3>Parameters</h3>
    ${fieldTable({
      properties: Object.fromEntries(
        parameters.map(({ name, description, schema }) => [name, { ...schema, description }]),
      ),
      required: parameters.filter(({ required }) => required).map(({ name }) => name),
    })}`;

const contentBlock = (title: string, content: Record<string, MediaType>): Markup => {
  const json = content["application/json"];
  const others = Object.keys(content).filter((type) => type !== "application/json");
  return html`<h3>${title}</h3>
    ${json && html`<p>${schemaLink(json.schema)} as application/json${others.length > 0 ? `, or ${others.join(", ")}` : ""}.</p>`}
    ${json?.example !== undefined && html`<pre tabindex="0"><code>${JSON.stringify(json.example, null, 2)}</code></pre>`}`;
};

function answerLine(
  status: string,
  answer: AnswerShape | { $ref: string },
  document: OpenApiDocument,
): Markup {
  const found = "$ref" in answer ? document.components.responses[referredName(answer.$ref)] : answer;
  const json = found?.content?.["application/json"];
  const others = Object.keys(found?.content ?? {}).filter(
    (type) => !type.endsWith("json") || type.includes("+"),
  );
  const types = others.filter((type) => type !== "application/problem+json");
  return html`<div>
    <dt>${status}</dt>
    <dd>
      ${proseOf(found?.description)} ${json && html`${schemaLink(json.schema)}.`}
      ${types.length > 0 ? `${json ? "Also as" : "As"} ${types.join(", ")}.` : ""}
      ${Object.keys(found?.headers ?? {}).length > 0 ? `Headers: ${Object.keys(found?.headers ?? {}).join(", ")}.` : ""}
      ${json?.example !== undefined && html`<pre tabindex="0"><code>${JSON.stringify(json.example, null, 2)}</code></pre>`}
    </dd>
  </div>`;
}
