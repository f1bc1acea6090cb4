import { queryOptions } from "@tanstack/react-query";

import { API, deleteJson, formOf, getJson, postForm, postJson, ProblemError, sendJson } from "./client";
import type { PictureFilter } from "./library";
import type { AddedExamples, ChangedReply, ExamplesReply, Lesson, LessonReport, LessonsReply, ModelCard, TeachJob } from "./types";

/** Everything below this key changes when examples come or go. */
export const TEACH = ["teach"] as const;

const at = (name: string) => `/teach/${encodeURIComponent(name)}`;

export const lessonsQuery = queryOptions({
  queryKey: [...TEACH, "lessons"],
  queryFn: ({ signal }) => getJson<LessonsReply>("/teach", signal),
});

export const lessonKey = (name: string) => [...TEACH, "lesson", name];

export const lessonQuery = (name: string) =>
  queryOptions({
    queryKey: [...lessonKey(name), "summary"],
    queryFn: ({ signal }) => getJson<Lesson>(at(name), signal),
  });

/** So many examples are asked for at once. */
export const EXAMPLES_PAGE = 120;

export const examplesQuery = (name: string, classId: number | null, page: number, limit = EXAMPLES_PAGE) =>
  queryOptions({
    queryKey: [...lessonKey(name), "examples", classId, page, limit],
    queryFn: ({ signal }) => {
      const of = classId === null ? "" : `&class_id=${classId}`;
      return getJson<ExamplesReply>(`${at(name)}/examples?offset=${page * limit}&limit=${limit}${of}`, signal);
    },
  });

/** The small picture of an example. */
export const exampleUrl = (name: string, id: number) => `${API}${at(name)}/examples/${id}/thumbnail`;

const WHILE_TEACHING = 600; // ms

export const isTeaching = (job: TeachJob) => job.state === "running" || job.state === "queued";

/** The newest job of a lesson; null where it was never taught. */
export const teachingQuery = (name: string) =>
  queryOptions({
    queryKey: [...TEACH, "teaching", name],
    queryFn: async ({ signal }): Promise<TeachJob | null> => {
      try {
        return await getJson<TeachJob>(`${at(name)}/teaching`, signal);
      } catch (error) {
        if (error instanceof ProblemError && error.problem.status === 404) return null;
        throw error;
      }
    },
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data && isTeaching(state.data) ? WHILE_TEACHING : false),
  });

/** `version` null: the newest. */
export const reportQuery = (name: string, version: string) =>
  queryOptions({
    queryKey: [...TEACH, "report", name, version],
    queryFn: ({ signal }) => getJson<LessonReport>(`${at(name)}/report?version=${encodeURIComponent(version)}`, signal),
    staleTime: Infinity,
  });

export const beginLesson = (title: string) => postJson<Lesson>("/teach", { title });
export const renameLesson = (name: string, title: string) => sendJson<Lesson>("PATCH", at(name), { title });
export const deleteLesson = (name: string) => deleteJson<ChangedReply>(at(name));

export const addClass = (name: string, title: string) => postJson<Lesson>(`${at(name)}/classes`, { name: title });
export const renameClass = (name: string, id: number, title: string) => sendJson<Lesson>("PATCH", `${at(name)}/classes/${id}`, { name: title });
export const deleteClass = (name: string, id: number) => deleteJson<Lesson>(`${at(name)}/classes/${id}`);

export function sendExamples(name: string, classId: number, files: readonly File[], signal: AbortSignal): Promise<AddedExamples> {
  const form = formOf({});
  for (const file of files) form.append("files", file, file.name);
  return postForm<AddedExamples>(`${at(name)}/classes/${classId}/examples`, form, signal);
}

/** Pictures of the library, by number or by a filter. */
export const takeFromLibrary = (name: string, classId: number, wanted: { pictures: number[] } | { where: PictureFilter }) =>
  postJson<AddedExamples>(`${at(name)}/classes/${classId}/library`, wanted);

/** The server takes so many numbers at once. */
const MOST_IDS = 10_000;

async function change(path: string, ids: readonly number[], more: object = {}): Promise<number> {
  let changed = 0;
  for (let start = 0; start < ids.length; start += MOST_IDS)
    changed += (await postJson<ChangedReply>(path, { ids: ids.slice(start, start + MOST_IDS), ...more })).changed;
  return changed;
}

export const moveExamples = (name: string, ids: readonly number[], classId: number) => change(`${at(name)}/examples/move`, ids, { class_id: classId });
export const removeExamples = (name: string, ids: readonly number[]) => change(`${at(name)}/examples/remove`, ids);
export const restoreExamples = (name: string, ids: readonly number[]) => change(`${at(name)}/examples/restore`, ids);

export const teach = (name: string) => postJson<TeachJob>(`${at(name)}/teach`, {});
export const deleteVersion = (name: string, version: string) => deleteJson<Lesson>(`${at(name)}/versions/${encodeURIComponent(version)}`);

/** A model from a .zip as the export gives it. */
export const addModel = (file: File) => postForm<ModelCard>("/models", formOf({ file }));
