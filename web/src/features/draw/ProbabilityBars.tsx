import styles from "./draw.module.css";

interface ProbabilityBarsProps {
  probabilities?: readonly number[];
  winner?: number;
  accepted: boolean;
}

const DIGITS = Array.from({ length: 10 }, (_, digit) => digit);

export function ProbabilityBars({ probabilities, winner, accepted }: ProbabilityBarsProps) {
  return (
    <ol className={styles.bars}>
      {DIGITS.map((digit) => {
        const probability = probabilities?.[digit] ?? 0;
        return (
          <li key={digit} data-winner={(digit === winner && (accepted ? "accepted" : "refused")) || undefined}>
            <span className={styles.barDigit}>{digit}</span>
            <span className={styles.bar} aria-hidden="true">
              <span style={{ scale: `${probability} 1` }} />
            </span>
            <span className={styles.barValue}>{probabilities ? `${Math.round(probability * 100)} %` : ""}</span>
          </li>
        );
      })}
    </ol>
  );
}
