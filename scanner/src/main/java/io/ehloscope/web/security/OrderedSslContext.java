package io.ehloscope.web.security;

import io.netty.handler.ssl.DelegatingSslContext;
import io.netty.handler.ssl.SslContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** A context that sets whether the server's or the client's order of cipher suites applies. */
final class OrderedSslContext extends DelegatingSslContext {

    private final boolean serversOrder;

    OrderedSslContext(SslContext context, boolean serversOrder) {
        super(context);
        this.serversOrder = serversOrder;
    }

    @Override
    protected void initEngine(SSLEngine engine) {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setUseCipherSuitesOrder(serversOrder);
        engine.setSSLParameters(parameters);
    }
}
