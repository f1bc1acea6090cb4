import { useId } from "react";
import { Link } from "wouter";

import styles from "./start.module.css";

export interface FewPicture {
  key: string;
  /** Of its small picture. */
  url: string;
  href: string;
  title: string;
  /** What a click does, said aloud. */
  label: string;
}

/** A first click that cannot fail: a row of pictures, each a link. */
export function FewPictures({ title, pictures }: { title: string; pictures: readonly FewPicture[] }) {
  const id = useId();
  if (pictures.length === 0) return null;
  return (
    <section className={styles.few} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <ul>
        {pictures.map(({ key, url, href, title: words, label }) => (
          <li key={key}>
            <Link href={href} aria-label={label} title={words}>
              <img src={url} alt="" loading="lazy" />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
