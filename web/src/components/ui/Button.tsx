import type { ComponentProps } from "react";

import styles from "./ui.module.css";

type Look = "plain" | "strong" | "quiet";

interface ButtonProps extends ComponentProps<"button"> {
  look?: Look;
}

export function Button({ look = "plain", className = "", ...rest }: ButtonProps) {
  return <button type="button" className={`${styles.button} ${styles[look]} ${className}`} {...rest} />;
}

interface LinkButtonProps extends ComponentProps<"a"> {
  look?: Look;
}

export function LinkButton({ look = "plain", className = "", children, ...rest }: LinkButtonProps) {
  return (
    <a className={`${styles.button} ${styles[look]} ${className}`} {...rest}>
      {children}
    </a>
  );
}
