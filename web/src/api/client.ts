import type { Problem } from "./types";

export const API = "/api/v1";

/** The server understood and refused; `problem.detail` is a sentence for people. */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
    this.name = "ProblemError";
  }
}

/** No answer at all: the server is not running, or the network is down. */
export class UnreachableError extends Error {
  constructor(cause: unknown) {
    super("The server does not answer.", { cause });
    this.name = "UnreachableError";
  }
}

/** A gateway's or proxy's error page is no problem document: what the status line says must do. */
async function readProblem(response: Response): Promise<Problem> {
  const plain: Problem = {
    type: "about:blank",
    title: response.statusText,
    status: response.status,
    detail: `${response.status} ${response.statusText}`.trim(),
    code: "http",
  };
  try {
    const body = (await response.json()) as Partial<Problem>;
    return typeof body.detail === "string" ? { ...plain, ...body } : plain;
  } catch {
    return plain;
  }
}

/** A development proxy answers 502–504 for a server that is gone. */
const isGateway = (status: number) => status >= 502 && status <= 504;

export async function request(path: string, init?: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new UnreachableError(error);
  }
  if (response.ok) return response;
  const problem = await readProblem(response);
  if (isGateway(response.status) && problem.code === "http") throw new UnreachableError(problem.detail);
  throw new ProblemError(problem);
}

export async function getJson<Reply>(path: string, signal?: AbortSignal): Promise<Reply> {
  const response = await request(API + path, { signal });
  return (await response.json()) as Reply;
}

export const postJson = <Reply>(path: string, body: unknown, signal?: AbortSignal) => sendJson<Reply>("POST", path, body, signal);

export async function sendJson<Reply>(method: "POST" | "PATCH" | "PUT", path: string, body: unknown, signal?: AbortSignal): Promise<Reply> {
  const response = await request(API + path, {
    method,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal,
  });
  return (await response.json()) as Reply;
}

export async function deleteJson<Reply>(path: string): Promise<Reply> {
  const response = await request(API + path, { method: "DELETE" });
  return (await response.json()) as Reply;
}

export type FormValue = string | number | boolean | Blob | null | undefined;

/** Absent values are left out, so that the server's defaults hold. */
export function formOf(fields: Record<string, FormValue>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (value === null || value === undefined) continue;
    if (value instanceof Blob) form.append(name, value, value instanceof File ? value.name : "drawing.png");
    else form.append(name, String(value));
  }
  return form;
}

export async function postForm<Reply>(path: string, form: FormData, signal?: AbortSignal): Promise<Reply> {
  const response = await request(API + path, { method: "POST", body: form, signal });
  return (await response.json()) as Reply;
}
