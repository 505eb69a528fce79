import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { FieldError } from "../domain/field-error.ts";

export interface Problem {
  status: ContentfulStatusCode;
  /** Short name of the kind of problem; stays the same from release to release. */
  kind: string;
  title: string;
  detail?: string;
  errors?: FieldError[];
}

/** The body of an error answer, as in RFC 9457. */
export const problemBody = ({ status, kind, title, detail, errors }: Problem) => ({
  type: `urn:tocsin:problem:${kind}`,
  title,
  status,
  ...(detail === undefined ? {} : { detail }),
  ...(errors === undefined ? {} : { errors }),
});

export const answerProblem = (c: Context, problem: Problem): Response =>
  c.body(JSON.stringify(problemBody(problem)), problem.status, {
    "content-type": "application/problem+json; charset=utf-8",
  });

export const invalid = (errors: FieldError[]): Problem => ({
  status: 422,
  kind: "invalid-request",
  title: "The request has fields that cannot be accepted",
  errors,
});
