import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { foldersQuery } from "@/api/library";
import { Loading, ProblemNotice } from "@/components/problem/Notice";
import { Button } from "@/components/ui/Button";
import { ChevronIcon } from "@/components/ui/icons";
import { useNumbers } from "@/components/ui/useNumbers";

import { above, type FolderNode, treeOf } from "./folders";
import styles from "./side.module.css";
import type { SideProps } from "./SidePanel";

/** More than this in one folder are shown when asked for. */
const MANY = 100;

export function Folders({ view, onChange }: SideProps) {
  const { t } = useTranslation("library");
  const { data, error, refetch } = useQuery(foldersQuery);
  const tree = useMemo(() => treeOf(data?.folders ?? []), [data]);
  const [first] = useState(() => above(view.folder));
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set());
  // A single folder at the top is open at first: closed it would say nothing.
  const isOpen = (path: string) => turned.has(path) !== (first.includes(path) || (tree.length === 1 && tree[0]?.path === path));
  const toggle = (path: string) => setTurned(new Set(turned.has(path) ? [...turned].filter((other) => other !== path) : [...turned, path]));
  return (
    <section aria-labelledby="library-folders">
      <h2 id="library-folders">{t("side.folders")}</h2>
      {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Loading /> : null}
      {data ? (
        <ul className={styles.tree}>
          <li>
            <button type="button" className={styles.entry} aria-pressed={!view.folder} onClick={() => onChange({ folder: "" })}>
              <span>{t("side.allFolders")}</span>
            </button>
          </li>
          <Level nodes={tree} isOpen={isOpen} onToggle={toggle} chosen={view.folder} onChoose={(folder) => onChange({ folder })} />
        </ul>
      ) : null}
    </section>
  );
}

interface LevelProps {
  nodes: readonly FolderNode[];
  isOpen(path: string): boolean;
  onToggle(path: string): void;
  chosen: string;
  onChoose(path: string): void;
}

function Level({ nodes, ...rest }: LevelProps) {
  const { t } = useTranslation("library");
  const [all, setAll] = useState(false);
  return (
    <>
      {(all ? nodes : nodes.slice(0, MANY)).map((node) => (
        <Branch key={node.path} node={node} {...rest} />
      ))}
      {!all && nodes.length > MANY ? (
        <li>
          <Button look="quiet" onClick={() => setAll(true)}>
            {t("side.moreFolders", { count: nodes.length - MANY })}
          </Button>
        </li>
      ) : null}
    </>
  );
}

function Branch({ node, ...rest }: Omit<LevelProps, "nodes"> & { node: FolderNode }) {
  const { t } = useTranslation("library");
  const { count } = useNumbers();
  const { isOpen, onToggle, chosen, onChoose } = rest;
  const opened = isOpen(node.path);
  return (
    <li>
      <div className={styles.branch}>
        {node.below.length ? (
          <button
            type="button"
            className={styles.twist}
            aria-expanded={opened}
            aria-label={t("side.below", { name: node.name })}
            onClick={() => onToggle(node.path)}
          >
            <ChevronIcon />
          </button>
        ) : (
          <span className={styles.twist} />
        )}
        <button type="button" className={styles.entry} aria-pressed={chosen === node.path} title={node.path} onClick={() => onChoose(node.path)}>
          <span>{node.name}</span>
          <small>{count(node.pictures)}</small>
        </button>
      </div>
      {opened && node.below.length ? (
        <ul>
          <Level nodes={node.below} {...rest} />
        </ul>
      ) : null}
    </li>
  );
}
