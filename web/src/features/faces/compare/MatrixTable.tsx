import { useTranslation } from "react-i18next";

import type { GivenPicture } from "@/api/classify";
import type { CompareReply, ComparedPicture } from "@/api/types";
import { FaceCrop } from "@/components/faces/FaceCrop";
import { usePhoto } from "@/components/given/usePhoto";
import { Scroll } from "@/components/ui/Scroll";
import { useNumbers } from "@/components/ui/useNumbers";

import styles from "./compare.module.css";
import { bandOf, type FaceOf, letterOf } from "./pairs";

interface MatrixTableProps {
  reply: CompareReply;
  pictures: readonly [GivenPicture, GivenPicture];
  onPoint(face: FaceOf | null): void;
}

/** Every face against every face; there where one of the pictures has several. */
export function MatrixTable({ reply, pictures, onPoint }: MatrixTableProps) {
  const { t } = useTranslation("faces");
  const { plain } = useNumbers();
  const urls = [usePhoto(pictures[0]).url, usePhoto(pictures[1]).url];
  const { matrix, picture1, picture2, thresholds, best } = reply;
  if (matrix.length * picture2.faces.length < 2) return null;
  const head = (side: 1 | 2, index: number, picture: ComparedPicture) => {
    const face = picture.faces[index];
    return (
      <button
        type="button"
        aria-label={t("face.name", { number: side === 1 ? index + 1 : letterOf(index) })}
        onPointerEnter={() => onPoint({ side, index })}
        onPointerLeave={() => onPoint(null)}
        onFocus={() => onPoint({ side, index })}
        onBlur={() => onPoint(null)}
      >
        {face ? <FaceCrop url={urls[side - 1] ?? null} box={face.box} size={picture} /> : null}
        <span>{side === 1 ? index + 1 : letterOf(index)}</span>
      </button>
    );
  };
  return (
    <section className={styles.matrix}>
      <h2>{t("matrix.title")}</h2>
      <Scroll label={t("matrix.title")}>
        <table>
          <caption className="visually-hidden">{t("matrix.caption")}</caption>
          <thead>
            <tr>
              <td />
              {picture2.faces.map((_, index) => (
                <th key={index} scope="col">
                  {head(2, index, picture2)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {matrix.map((row, face1) => (
              <tr key={face1}>
                <th scope="row">{head(1, face1, picture1)}</th>
                {row.map((similarity, face2) => (
                  <td key={face2} data-band={bandOf(similarity, thresholds)} data-best={(best?.face1 === face1 && best.face2 === face2) || undefined}>
                    {plain(similarity, 3)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  );
}
