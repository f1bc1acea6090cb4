import { Component, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Notice } from "@/components/problem/Notice";
import { Button } from "@/components/ui/Button";

interface State {
  error: Error | null;
}

/** The last resort: a fault in one page must not take the navigation away. */
export class ErrorBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: Error): State {
    return { error };
  }

  override render() {
    return this.state.error ? <Fault error={this.state.error} /> : this.props.children;
  }
}

function Fault({ error }: { error: Error }) {
  const { t } = useTranslation("app");
  return (
    <Notice tone="danger" title={t("fault")} action={<Button onClick={() => location.reload()}>{t("reload")}</Button>}>
      {error.message}
    </Notice>
  );
}
