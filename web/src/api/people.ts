import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import type { GivenPicture } from "./classify";
import { API, deleteJson, formOf, getJson, postForm, postJson, sendJson } from "./client";
import { type FaceSearch, fieldsOf } from "./faces";
import type {
  FaceSearchReply,
  FacesReply,
  ForgottenReply,
  GroupsReply,
  OperationsReply,
  PartsReply,
  PeopleReply,
  PeopleStatus,
  Person,
  PersonReply,
  PictureFacesReply,
  SuggestionsReply,
  UndoReply,
} from "./types";

/** Everything below this key changes when faces are found or somebody says whose they are. */
export const PEOPLE = ["people"] as const;

export type PortraitSize = 64 | 128 | 256 | 512;

/** A square picture of a face of the library. */
export const portraitUrl = (face: number, size: PortraitSize) => `${API}/faces/${face}/picture?size=${size}`;

const WHILE_LOOKING = 1_500; // ms

export const peopleStatusQuery = queryOptions({
  queryKey: [...PEOPLE, "status"],
  queryFn: ({ signal }) => getJson<PeopleStatus>("/people/status", signal),
  refetchInterval: ({ state }) => (state.data?.job ? WHILE_LOOKING : false),
});

/** More people than one looks through; a name narrows them down. */
const MOST_PEOPLE = 1_000;

export const peopleQuery = (hidden = false) =>
  queryOptions({
    queryKey: [...PEOPLE, "list", hidden],
    queryFn: ({ signal }) => getJson<PeopleReply>(`/people?limit=${MOST_PEOPLE}&hidden=${hidden}`, signal),
  });

export const personQuery = (id: number) =>
  queryOptions({
    queryKey: [...PEOPLE, "person", id],
    queryFn: ({ signal }) => getJson<Person>(`/people/${id}`, signal),
  });

/** So many faces are asked for at once. */
export const FACES_PAGE = 120;

export const personFacesQuery = (id: number, page: number) =>
  queryOptions({
    queryKey: [...PEOPLE, "person", id, "faces", page],
    queryFn: ({ signal }) => getJson<FacesReply>(`/people/${id}/faces?offset=${page * FACES_PAGE}&limit=${FACES_PAGE}`, signal),
  });

export const partsQuery = (id: number) =>
  queryOptions({
    queryKey: [...PEOPLE, "person", id, "parts"],
    queryFn: ({ signal }) => getJson<PartsReply>(`/people/${id}/parts`, signal),
  });

export const groupsQuery = (limit: number) =>
  queryOptions({
    queryKey: [...PEOPLE, "groups", limit],
    queryFn: ({ signal }) => getJson<GroupsReply>(`/people/groups?limit=${limit}`, signal),
    placeholderData: keepPreviousData,
  });

export const groupFacesQuery = (id: number, page: number) =>
  queryOptions({
    queryKey: [...PEOPLE, "group", id, page],
    queryFn: ({ signal }) => getJson<FacesReply>(`/people/groups/${id}?offset=${page * FACES_PAGE}&limit=${FACES_PAGE}`, signal),
  });

/** `person` null: for all. */
export const suggestionsQuery = (person: number | null) =>
  queryOptions({
    queryKey: [...PEOPLE, "suggestions", person],
    queryFn: ({ signal }) => getJson<SuggestionsReply>(`/people/suggestions?limit=50${person === null ? "" : `&person=${person}`}`, signal),
    placeholderData: keepPreviousData,
  });

export const operationsQuery = queryOptions({
  queryKey: [...PEOPLE, "operations"],
  queryFn: ({ signal }) => getJson<OperationsReply>("/people/operations", signal),
});

export const pictureFacesQuery = (picture: number) =>
  queryOptions({
    queryKey: [...PEOPLE, "picture", picture],
    queryFn: ({ signal }) => getJson<PictureFacesReply>(`/library/pictures/${picture}/faces`, signal),
  });

/** So many people at most are named for a face. */
const MOST_CANDIDATES = 3;

/** Who the faces of a picture could be. Asked only when somebody wants to know; naming people makes it stale. */
export const whoQuery = (given: GivenPicture, search: FaceSearch) =>
  queryOptions({
    queryKey: [...PEOPLE, "who", given.key, { minSize: search.minSize, minScore: search.minScore }],
    queryFn: ({ signal }) => postForm<FaceSearchReply>("/faces/search", formOf({ ...given.sent, ...fieldsOf(search), top: MOST_CANDIDATES }), signal),
    staleTime: Infinity,
    placeholderData: (before: FaceSearchReply | undefined, query) => (query?.queryKey[2] === given.key ? before : undefined),
  });

/** Faces by their numbers, by the groups that they are in, or both. */
export interface WhichFaces {
  faces?: readonly number[];
  groups?: readonly number[];
}

export interface PersonChange {
  name?: string;
  hidden?: boolean;
  /** A face of theirs; 0: the one of best quality again. */
  cover?: number;
}

export const createPerson = (wish: WhichFaces & { name?: string; hidden?: boolean }) => postJson<PersonReply>("/people", wish);
export const changePerson = (id: number, change: PersonChange) => sendJson<PersonReply>("PATCH", `/people/${id}`, change);
export const confirmFaces = (id: number, which: WhichFaces) => postJson<PersonReply>(`/people/${id}/confirm`, which);
export const rejectFaces = (id: number, which: WhichFaces) => postJson<PersonReply>(`/people/${id}/reject`, which);
export const mergePeople = (id: number, people: readonly number[]) => postJson<PersonReply>(`/people/${id}/merge`, { people });
/** For ever, with the vectors of their faces. */
export const deletePerson = (id: number) => deleteJson<ForgottenReply>(`/people/${id}`);
export const undoPeople = () => postJson<UndoReply>("/people/undo", {});
export const switchPeople = (on: boolean) => sendJson<PeopleStatus>("PATCH", "/people/status", { on });
/** Every face and every person, for ever. */
export const forgetFaces = () => deleteJson<ForgottenReply>("/faces");
