import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";

import type { GivenPicture } from "@/api/classify";
import { peopleQuery, portraitUrl } from "@/api/people";
import type { DetectedFace, FaceCandidate, FaceSearchReply } from "@/api/types";
import { Loading, ProblemNotice } from "@/components/problem/Notice";
import { Button } from "@/components/ui/Button";
import { PersonIcon } from "@/components/ui/icons";
import { useNumbers } from "@/components/ui/useNumbers";

import { candidatesOf, likely, strangersPerError } from "./candidates";
import type { WhoAnswer } from "./useWho";
import styles from "./who.module.css";

interface WhoProps {
  who: WhoAnswer;
  face: DetectedFace;
  /** Faces in the picture: one question is about all of them. */
  total: number;
  given: GivenPicture;
}

/** "Who is this?", and the answer. */
export function Who({ who: { asked, ask, reply, waiting, error, retry }, face, total, given }: WhoProps) {
  const { t } = useTranslation("faces");
  const { count } = useNumbers();
  const frame = useRef<HTMLElement>(null);
  const candidates = reply ? candidatesOf(face.box, reply) : null;
  const begin = () => {
    ask();
    // The button goes away: the focus stays where the answer comes.
    frame.current?.focus();
  };
  return (
    <section ref={frame} className={styles.who} tabIndex={-1} aria-label={t("who.title")}>
      {asked ? (
        <h4>{t("who.title")}</h4>
      ) : (
        <>
          <Button onClick={begin}>
            <PersonIcon />
            {t("who.title")}
          </Button>
          <p>{t("who.why", { count: total, number: count(total) })}</p>
        </>
      )}
      {error ? <ProblemNotice error={error} onRetry={retry} /> : null}
      {asked && waiting && !candidates ? <Loading label={t("who.looking")} /> : null}
      {reply && !candidates && !waiting ? <p role="status">{t("who.missed")}</p> : null}
      {reply && candidates ? <Answer reply={reply} candidates={candidates} picture={"picture" in given.sent ? given.sent.picture : null} /> : null}
    </section>
  );
}

interface AnswerProps {
  reply: FaceSearchReply;
  candidates: readonly FaceCandidate[];
  /** The number of the picture that is asked about, if it is one of the library. */
  picture: number | null;
}

function Answer({ reply, candidates, picture }: AnswerProps) {
  const { t } = useTranslation("faces");
  const { plain, count } = useNumbers();
  const found = likely(candidates);
  const [best] = found;
  const [nearest] = candidates;
  const nameOf = ({ person }: FaceCandidate) => person?.name || t("who.unnamed");
  if (!best) {
    const least = reply.thresholds[0]?.confidence;
    return (
      <div role="status">
        <strong>{t("who.nobody")}</strong>
        {nearest && least !== undefined ? <p>{t("who.nearest", { name: nameOf(nearest), score: plain(nearest.confidence, 3), least: plain(least, 3) })}</p> : null}
      </div>
    );
  }
  const measured = reply.thresholds.filter(({ is_extrapolated }) => !is_extrapolated);
  const strangers = strangersPerError(best.confidence, measured, reply.considered);
  const facts = { name: nameOf(best), count: reply.considered, number: count(reply.considered), strangers: count(strangers ?? 0) };
  return (
    <>
      <p className="visually-hidden" role="status">
        {t("who.found", { name: nameOf(best), verdict: t(`verdict.${best.verdict}`) })}
      </p>
      <ul>
        {found.map((candidate) => (
          <li key={candidate.person?.id}>
            <Candidate candidate={candidate} name={nameOf(candidate)} here={picture !== null && candidate.picture === picture} />
          </li>
        ))}
      </ul>
      <p>
        {t(strangers === null ? "who.common" : "who.rare", facts)} {t("verdict.calibrated", { data: reply.calibrated_on })}{" "}
        <Link href="/faces/compare">{t("who.compare")}</Link>
      </p>
    </>
  );
}

/** Somebody it could be: their portrait, and how alike they are. */
function Candidate({ candidate: { person, face, picture, confidence, verdict }, name, here }: { candidate: FaceCandidate; name: string; here: boolean }) {
  const { t } = useTranslation("faces");
  const { plain } = useNumbers();
  const cover = useQuery(peopleQuery()).data?.people.find(({ id }) => id === person?.id)?.cover ?? face;
  return (
    <article className={styles.candidate} data-said={verdict} aria-label={name}>
      {cover === null ? <PersonIcon /> : <img src={portraitUrl(cover, 128)} alt="" />}
      <div>
        {person ? <Link href={`/faces/people/${person.id}`}>{name}</Link> : <span>{name}</span>}
        <strong>{t(`verdict.${verdict}`)}</strong>
        <small>
          {t("who.score", { score: plain(confidence, 3) })}
          {here ? <> · {t("who.here")}</> : picture !== null ? <> · <Link href={`/library?picture=${picture}`}>{t("who.picture")}</Link></> : null}
        </small>
      </div>
    </article>
  );
}
