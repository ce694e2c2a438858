export { ApiServer, RefusedRequest } from './api-server.ts';
export { ClusterFacts } from './cluster-facts.ts';
export { FolderCluster } from './folder-cluster.ts';
export { GlobalContext } from './global-context.ts';
export { type ConnectionFlags, readConnection } from './kubeconfig.ts';
export { LiveDocument } from './live-document.ts';
export { type ClusterReading, inTurn, readCluster } from './read-cluster.ts';
export { kindsByRule, kindsBySelector, type WantedKinds } from './select-kinds.ts';
export { ServiceCalls } from './service-calls.ts';
