import { useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link, Route, Switch, useLocation } from "wouter";

import { LIBRARY, libraryQuery } from "@/api/library";
import type { LibraryReply } from "@/api/types";
import { Loading, Notice, ProblemNotice } from "@/components/problem/Notice";
import { Toasts } from "@/components/ui/Toasts";
import { useNumbers } from "@/components/ui/useNumbers";

import { EmptyLibrary } from "./EmptyLibrary";
import { GalleryView } from "./gallery/GalleryView";
import styles from "./library.module.css";
import { RunningJob } from "@/components/jobs/RunningJob";
import { useLiveJobs } from "./sources/useLiveJobs";
import { Summary } from "./Summary";
import { DropZone } from "./upload/DropZone";
import { UploadButton } from "./upload/UploadButton";
import { UploadPanel } from "./upload/UploadPanel";
import { useUploads } from "./upload/useUploads";

import "./messages";

const DuplicatesView = lazy(() => import("./duplicates/DuplicatesView"));
const SourcesView = lazy(() => import("./sources/SourcesView"));
const UnreadableView = lazy(() => import("./UnreadableView"));

export default function LibraryPage() {
  return (
    <Toasts>
      <Library />
    </Toasts>
  );
}

function Library() {
  const { t } = useTranslation("library");
  const uploads = useUploads();
  const running = useLiveJobs();
  const client = useQueryClient();
  const { data, error } = useQuery(libraryQuery);
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>{t("title")}</h1>
        <Summary />
        <div className={styles.upload}>
          <UploadButton onFiles={uploads.add} />
        </div>
      </header>
      {running ? <RunningJob job={running} /> : null}
      {error && !data ? <ProblemNotice error={error} onRetry={() => void client.refetchQueries({ queryKey: LIBRARY })} /> : <Parts onFiles={uploads.add} />}
      <UploadPanel {...uploads} />
      <DropZone onFiles={uploads.add} />
    </div>
  );
}

function Parts({ onFiles }: { onFiles(files: Iterable<File>): void }) {
  const { t } = useTranslation("library");
  return (
    <>
      <Tabs />
      <Suspense fallback={<Loading />}>
        <Switch>
          <Route path="/library">
            <GalleryView key="there" empty={<EmptyLibrary onFiles={onFiles} />} />
          </Route>
          <Route path="/library/duplicates" component={DuplicatesView} />
          <Route path="/library/removed">
            <p className={styles.lead}>{t("removed.what")}</p>
            <GalleryView key="removed" removed empty={<Notice>{t("removed.none")}</Notice>} />
          </Route>
          <Route path="/library/unreadable" component={UnreadableView} />
          <Route path="/library/sources" component={SourcesView} />
          <Route>
            <Notice tone="warning" action={<Link href="/library">{t("tabs.pictures")}</Link>}>
              {t("lost")}
            </Notice>
          </Route>
        </Switch>
      </Suspense>
    </>
  );
}

const TABS: readonly { name: string; path: string; count?(library: LibraryReply): number }[] = [
  { name: "pictures", path: "/library", count: ({ pictures }) => pictures },
  { name: "duplicates", path: "/library/duplicates" },
  { name: "removed", path: "/library/removed", count: ({ removed }) => removed },
  { name: "unreadable", path: "/library/unreadable", count: ({ unreadable }) => unreadable },
  { name: "sources", path: "/library/sources", count: ({ sources }) => sources.length },
];

function Tabs() {
  const { t } = useTranslation("library");
  const { count } = useNumbers();
  const [location] = useLocation();
  const { data } = useQuery(libraryQuery);
  const nav = useRef<HTMLElement>(null);
  // On a phone not all tabs are in sight; the one that is chosen should be.
  useEffect(() => {
    nav.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [location, data]);
  return (
    <nav ref={nav} className={styles.tabs} aria-label={t("title")}>
      {TABS.map((tab) => (
        <Link key={tab.name} href={tab.path} aria-current={location === tab.path ? "page" : undefined}>
          {t(`tabs.${tab.name}`)}
          {data && tab.count ? <span>{count(tab.count(data))}</span> : null}
        </Link>
      ))}
    </nav>
  );
}
