import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, Route, Switch } from "wouter";

import { peopleStatusQuery } from "@/api/people";
import { Loading, Notice, ProblemNotice } from "@/components/problem/Notice";

import faces from "../faces.module.css";
import { Head } from "../Head";
import { NotYet } from "./NotYet";
import { Overview } from "./Overview";
import { PersonView } from "./PersonView";
import { Questions } from "./Questions";
import { useFacesJob } from "./useFacesJob";

import "./messages";

/** Who the faces of the library are. */
export default function PeoplePage() {
  const { t } = useTranslation("people");
  const { data, error, refetch } = useQuery(peopleStatusQuery);
  const job = useFacesJob();
  const known = data && (data.faces > 0 || data.pictures > 0 || data.people > 0 || data.on || job);
  return (
    <div className={faces.page}>
      <Head here="people" lead={known ? undefined : t("lead")} />
      {error && !data ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Loading /> : null}
      {data && !known ? <NotYet status={data} /> : null}
      {data && known ? (
        <Switch>
          <Route path="/faces/people">
            <Overview status={data} job={job} />
          </Route>
          <Route path="/faces/people/questions" component={Questions} />
          <Route path="/faces/people/:id">{({ id }) => (/^\d{1,9}$/.test(id) ? <PersonView key={id} id={Number(id)} /> : <Lost />)}</Route>
          <Route component={Lost} />
        </Switch>
      ) : null}
    </div>
  );
}

function Lost() {
  const { t } = useTranslation("people");
  return (
    <Notice tone="warning" action={<Link href="/faces/people">{t("all")}</Link>}>
      {t("lost")}
    </Notice>
  );
}
