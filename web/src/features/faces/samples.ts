/** The samples that show somebody. */
const PORTRAITS = ["astronaut", "admiral", "photographer"];

export const hasFace = ({ name }: { name: string }) => PORTRAITS.includes(name);
