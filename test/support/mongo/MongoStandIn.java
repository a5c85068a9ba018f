import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.h2.H2Backend;

/** A server on a free port of this machine that speaks MongoDB's protocol and keeps everything in memory. */
public class MongoStandIn {
  public static void main(String[] args) {
    MongoServer server = new MongoServer(H2Backend.inMemory());
    System.out.println("listening on " + server.bind().getPort());
  }
}
